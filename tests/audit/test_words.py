"""Every type of event there is, as the audit's page and a customer's page tell it: plain words, nothing missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

import support
from support.audit.listing import ABOUT_ORDERS
from support.audit.record import Actor, Target, record
from support.audit.types import TYPES, UNKNOWN, EventType
from support.models import AuditEvent
from support.shown.audit import said, shown_acts

ROOT: Final = Path(support.__file__).parent.parent
for file in sorted(ROOT.glob("support/**/*.py")):
    if "EventType(" in file.read_text(encoding="utf-8"):
        import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))

pytestmark = pytest.mark.django_db

OF_TESTS: Final = ("test", "try", "try_other")
EVERY: Final = [
    what for what in TYPES.values() if what.name.partition(".")[0] not in OF_TESTS and ".tried" not in what.name
]
IDS: Final = {"line": "l-2", "job": "j-77", "printer": "p-hamburg", "incident": "i-7", "order": "o-31"}
SAID: Final = IDS | {
    "cause": "asset_missing",
    "reason": "missing_photos",
    "severity": "high",
    "about": "print job j-77",
    "until": "2026-11-22 18:00 UTC",
    "kind": "reroute",
    "fate": "fenced",
    "how": "a local account",
    "kinds": "e-mail, name",
    "fields": "users.email, users.name, orders.ship_to.name, orders.ship_to.city, pictures",
    "role": "senior",
    "name": "label maker",
    "words": "the words of version 3",
    "removed": "3 notes, 1 draft",
    "format": "CSV",
    "before": "15000",
    "after": "no limit",
}
"""What stands in sentences, by the name of the detail; what is not here is a number."""

TARGETS: Final = {
    "limit": Target("limit", "reprint_cost of senior in EUR"),
    "reply": Target("reply", "photo_missing/de"),
    "quarantine": Target("record", "orders/o-31", "o-31"),
    "customer": Target("customer", "u-5"),
    "personal": Target("order", "o-31", "o-31"),
    "audit": Target("event", "41"),
}
"""What events are about, by the first word of their type; others are about something of that name."""

NOUNS: Final = {"line", "job", "printer", "incident", "order", "orders", "customer", "event"}
"""What may stand before an id; "orders" is the table of a row."""


def target_of(what: EventType, ana: User) -> Target:
    """Something that an event of this type may be about."""
    group = what.name.partition(".")[0]
    return Target("staff", str(ana.pk)) if group == "staff" else TARGETS.get(group, Target(group, "x-9", "o-31"))


def written(what: EventType, target: Target, details: Mapping[str, str | int], person: str = "staff:7") -> AuditEvent:
    """An event that says so."""
    with transaction.atomic():
        return record(Actor(person, "agent"), what, target, details=details)


def details_of(what: EventType) -> dict[str, str | int]:
    """All that its sentence tells."""
    return {name: SAID.get(name, 12) for name in what.fields}


@pytest.mark.parametrize("what", EVERY, ids=lambda what: what.name)
def test_every_event_is_told_in_plain_words(auditor: Client, ana: User, what: EventType) -> None:
    event = written(what, target_of(what, ana), details_of(what), f"staff:{ana.pk}")
    page = auditor.get("/audit/").content.decode()
    told = re.sub(
        r"<[^>]*>", "", page.partition("<td><bdi>Ana L.</bdi>")[2].partition("<td><bdi>")[2].partition("</bdi>")[0]
    )
    assert told
    assert UNKNOWN not in told
    assert not re.search(r"[{}_]|\(\)|  |\b(None|True|False)\b", told), told
    for id_ in (*IDS.values(), "u-5", "x-9", "41"):
        before = re.findall(rf"(\w*)[ /]{re.escape(id_)}\b", told)
        assert set(before) <= NOUNS | {what.name.partition(".")[0].rpartition("_")[2]}, told
    assert event.type in page


def test_sentences_begin_with_what_was_done() -> None:
    for what in EVERY:
        assert what.sentence[0].islower(), what.name
        assert not what.sentence.endswith("."), what.name


@pytest.mark.parametrize(
    "what", [what for what in EVERY if what.name.partition(".")[0] in ABOUT_ORDERS], ids=lambda what: what.name
)
def test_a_customers_page_tells_it_alike(ana: User, what: EventType) -> None:
    event = written(what, target_of(what, ana), details_of(what), f"staff:{ana.pk}")
    (act,) = shown_acts([event], {"o-31": "PX-31"})
    assert (act.who, act.said, act.number) == ("Ana L.", said(event), "PX-31")


def told_of(name: str, target: Target, **details: str | int) -> str:
    """The sentence of an event of that type."""
    return said(written(TYPES[name], target, details))


def test_limits_are_told_as_money() -> None:
    limit = TARGETS["limit"]
    assert told_of("limit.set", limit, before="15000", after="no limit") == (
        "set the limit “Cost of all reprints of one order” of senior in EUR from €150.00 to no limit"
    )


def test_replies_are_told_by_name_and_language() -> None:
    told = told_of("reply.changed", TARGETS["reply"], words="other words", version=3)
    assert told == "changed the reply “Photo missing” in German to other words, as version 3"


def test_what_is_no_limit_or_reply_any_more_is_told_as_it_was_kept() -> None:
    assert "the limit gone of senior" in told_of(
        "limit.reset", Target("limit", "gone of senior"), before="1", after="2"
    )
    assert "the reply gone/xx" in told_of("reply.changed", Target("reply", "gone/xx"), words="x", version=1)


def test_a_reveal_says_what_for_and_what() -> None:
    told = told_of("personal.revealed", TARGETS["personal"], kind="contact", fields=SAID["fields"])
    assert told == (
        "was shown personal data of order o-31 (to write to the customer, or to call them): "
        "email, name, ship to name and 2 more"
    )


def test_a_colleague_who_is_gone_is_told_by_number() -> None:
    assert told_of("staff.role_given", Target("staff", "404"), role="ops") == "gave colleague 404 the role ops"
