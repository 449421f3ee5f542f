"""The audit as a file: exactly what was selected, what it can be checked against, nothing that runs, and an event."""

from __future__ import annotations

import csv
import hashlib
import json
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings

from dashboard.roles import Role
from support.audit.chain import Anchor, newest
from support.audit.export import COLUMNS, FORMS, FORMULA, as_csv, defused, take
from support.audit.record import Actor, Target, erase_reason
from support.audit.selection import Selection
from support.models import AuditEvent
from tests.audit.conftest import RENDERED, SEEN, Write, tamper
from tests.web.conftest import SignIn

HASHED = (
    "number", "at", "actor", "role", "type", "target_kind", "target_id", "order_id", "reason_digest", "details",
    "previous",
)  # fmt: skip


def taken(client: Client, form: str = "csv", **filters: str) -> str:
    """The file, whole."""
    answer = client.post("/audit/export/", {"format": form, **filters})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def rows(text: str) -> list[dict[str, str]]:
    """The events of a CSV file, as the program of somebody else reads it."""
    lines = [line for line in csv.reader(StringIO(text.removeprefix("\ufeff"))) if not line[0].startswith("#")]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def objects(text: str) -> list[dict[str, Any]]:
    """The lines of a JSON file."""
    return [json.loads(line) for line in text.splitlines()]


def test_it_has_the_rows_of_the_page_and_no_others(auditor: Client, write: Write) -> None:
    for order_id in ("o-1", "o-2", "o-1", "o-3", "o-1"):
        write(SEEN, order_id)
    found = rows(taken(auditor, order="o-1", type="try_other"))
    assert [row["number"] for row in found] == ["5", "3", "1"]
    assert [row["order_id"] for row in found] == ["o-1"] * 3


def test_it_is_an_event_with_its_filters(auditor: Client, write: Write) -> None:
    write()
    taken(auditor, order="o-1")
    event = AuditEvent.objects.get(type="audit.exported")
    assert event.details == {"count": 1, "format": "CSV", "cut": False, "order": "o-1"}
    assert "took events out of the audit as CSV: 1" in auditor.get("/audit/").content.decode()


def test_it_says_what_it_is(auditor: Client, write: Write) -> None:
    write()
    head = newest()
    text = taken(auditor, order="o-1", since="2020-01-01")
    assert f'"# chain head: {head}"' in text
    assert '"# filters: order=o-1, since=2020-01-01"' in text
    assert '"# taken by: Ana (staff:' in text
    assert text.rstrip().endswith('"# end of 1 events"')


def test_json_lines_can_be_checked_against_the_chain(auditor: Client, write: Write) -> None:
    for _ in range(3):
        write(RENDERED, reason="torn", line="2")
    about, *events, end = objects(taken(auditor, "jsonl"))
    assert end == {"end": 3}
    assert Anchor.parse(about["export"]["chain_head"]) == Anchor(events[0]["number"], events[0]["hash"])
    for event, before in pairwise(events):
        text = json.dumps({name: event[name] for name in HASHED}, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == event["hash"]
        assert event["previous"] == before["hash"]


@override_settings(AUDIT_EXPORT_MOST=3)
def test_what_is_cut_says_so(auditor: Client, write: Write) -> None:
    for _ in range(5):
        write()
    text = taken(auditor)
    assert [row["number"] for row in rows(text)] == ["5", "4", "3"]
    assert "# cut: there are more: these are the newest 3" in text
    assert AuditEvent.objects.get(type="audit.exported").details["cut"] is True


def test_no_cell_is_a_formula(auditor: Client, write: Write) -> None:
    for beginning in FORMULA:
        evil = f"{beginning}cmd|' /C calc'!A0"
        write(target=Target("customer", evil), reason=evil, actor=f"shell:{evil}", note=evil)
        write(target=Target("x", "a;=1+1"), actor=evil)
    text = taken(auditor)
    assert len(rows(text)) == 2 * len(FORMULA)
    for line in csv.reader(StringIO(text.removeprefix("\ufeff"))):
        assert [cell for cell in line if cell.startswith(FORMULA)] == []


@pytest.mark.parametrize("first", FORMULA)
def test_what_begins_a_formula_is_defused(first: str) -> None:
    assert defused(f"{first}1+1") == f"'{first}1+1"
    assert defused(f"a{first}1") == f"a{first}1"


def test_cells_with_semicolons_are_quoted(auditor: Client, write: Write) -> None:
    write(target=Target("x", "a;=1+1"))
    assert '"a;=1+1"' in taken(auditor)


def test_words_of_reasons_are_erased_or_masked(auditor: Client, write: Write) -> None:
    write(reason="wrote from ines@example.com")
    write(reason="Ines Berger called")
    erase_reason(Actor("staff:1", "admin"), 2)
    found = rows(taken(auditor, reason="with"))
    assert found[0]["reason"] == "erased"
    assert "@example.com" not in found[1]["reason"]


def digest(row: dict[str, Any]) -> str:
    """As docs/decisions/audit-chain.md says it is made."""
    return hashlib.sha256(f"{row['reason_salt']}:{row['reason']}".encode()).hexdigest()


def test_a_reason_can_be_checked_from_the_file_alone(auditor: Client, write: Write) -> None:
    write(reason="torn at the edge,\n“twice” 撕")
    for row in (*rows(taken(auditor, reason="with")), objects(taken(auditor, "jsonl", reason="with"))[1]):
        assert digest(row) == row["reason_digest"]


def test_a_reason_that_was_changed_does_not_give_its_digest(auditor: Client, write: Write) -> None:
    write(reason="torn")
    tamper("UPDATE support_auditreason SET text = 'fine'")
    (row,) = rows(taken(auditor, reason="with"))
    assert row["reason"] == "fine"
    assert digest(row) != row["reason_digest"]


@pytest.mark.parametrize(
    ("reason", "erased"), [("wrote from ines@example.com", False), ("Ines called", True), ("", True)]
)
def test_what_is_not_told_whole_has_no_salt(auditor: Client, write: Write, reason: str, erased: bool) -> None:
    write(reason=reason)
    if erased:
        erase_reason(Actor("staff:1", "admin"), 1)
    assert rows(taken(auditor))[-1]["reason_salt"] == ""


def test_events_that_come_meanwhile_are_left_out(write: Write) -> None:
    write()
    export = take(Actor("staff:1", "auditor"), Selection(), FORMS["csv"])
    write()
    assert [row["number"] for row in rows("".join(as_csv(export)))] == ["1"]


def test_nothing_to_take_is_said_and_is_no_event(auditor: Client, write: Write) -> None:
    write()
    answer = auditor.post("/audit/export/", {"format": "csv", "who": "staff:404"})
    assert answer.status_code == 422
    assert "nothing to take" in answer.content.decode()
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    "sent", [{"format": "exe"}, {}, {"format": "csv", "since": "x"}, {"format": "csv", "who": "\0"}]
)
def test_bad_wishes_are_refused(auditor: Client, write: Write, sent: dict[str, str]) -> None:
    write()
    assert auditor.post("/audit/export/", sent).status_code == 422
    assert AuditEvent.objects.count() == 1


def test_to_look_at_it_takes_nothing(auditor: Client, write: Write) -> None:
    write()
    assert auditor.get("/audit/export/?format=csv").status_code == 405
    auditor.get("/audit/")
    auditor.get("/audit/1/")
    assert AuditEvent.objects.count() == 1


def test_a_manager_may_look_and_not_take(sign_in: SignIn, write: Write) -> None:
    write()
    manager = sign_in(Role.MANAGER)
    assert "export-csv" not in manager.get("/audit/").content.decode()
    assert manager.post("/audit/export/", {"format": "csv"}).status_code == 403


def test_each_line_has_every_column(auditor: Client, write: Write, ana: User) -> None:
    write(actor=f"staff:{ana.pk}")
    (row,) = rows(taken(auditor))
    assert tuple(row) == COLUMNS
    assert (row["name"], row["sentence"]) == ("Ana L.", "looked at order o-1")
