"""Reports as pages: every number opens exactly its units, and files hold the same."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client

from dashboard.roles import Role
from support.models import AuditEvent
from tests.reports.conftest import DAYS
from tests.web.conftest import SignIn

NUMBER = re.compile(r'<a[^>]+href="(/reports/behind/[^"]+)"[^>]*>([\d,]+)</a>')
BEHIND = re.compile(r"(?:\d+ to \d+ of (\d+)|Nothing)</h2>")


def page(client: Client, **said: str) -> str:
    answer = client.get("/reports/", DAYS | said)
    assert answer.status_code == 200
    return answer.content.decode()


def behind(client: Client, address: str) -> int:
    found = BEHIND.search(client.get(unescape(address)).content.decode())
    assert found
    return int(found[1] or 0)


def numbers(text: str) -> Iterator[tuple[str, int]]:
    for address, number in NUMBER.findall(text):
        yield address, int(number.replace(",", ""))


def test_every_number_opens_its_units(manager: Client) -> None:
    """Across a change of clocks; ``tests.sla.test_behind`` does it in more zones and groups."""
    told = dict(numbers(page(manager, by="product", timezone="Europe/Berlin")))
    assert len(told) > 20
    assert {address: behind(manager, address) for address in told} == told


def test_a_file_holds_what_the_page_shows(manager: Client) -> None:
    said = DAYS | {"by": "product"}
    text = "".join(part.decode() for part in manager.post("/reports/export/", said | {"what": "figures"}))
    rows = list(csv.reader(text.removeprefix("\ufeff").splitlines()))
    table = [row for row in rows if not row[0].startswith("#")]
    assert [row[:2] for row in table[1:]] == [["'=cmd()", "6"], ["calendar", "6"], ["photobook", "12"], ["total", "18"]]
    assert any(row[0].startswith("# late: arrived after the promise") for row in rows)


def test_a_file_of_units_is_the_drill_down(manager: Client) -> None:
    said = DAYS | {"class": "late", "what": "units", "key": "country=DE"}
    text = "".join(part.decode() for part in manager.post("/reports/export/", said))
    rows = [row for row in csv.reader(text.removeprefix("\ufeff").splitlines()) if not row[0].startswith("#")]
    assert {row[3] for row in rows[1:]} == {"late"}
    assert len(rows) - 1 == behind(manager, "/reports/behind/?" + "&".join(f"{n}={v}" for n, v in said.items()))
    assert AuditEvent.objects.filter(type="report.exported").count() == 1


def test_the_sentence_is_the_figures(manager: Client) -> None:
    assert "50.00 % of 10 orders came as promised, 5 came late." in page(manager, by="")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"from": "soon"}, "Give a day"),
        ({"by": "moon"}, "Group by one or two"),
        ({"where": "day=never"}, "There is no day"),
        ({"timezone": "\0"}, "no time zone"),
        ({"to": "2026-01-01"}, "before the first"),
    ],
)
def test_a_bad_question_is_told_by_field(manager: Client, said: dict[str, str], words: str) -> None:
    answer = manager.get("/reports/", DAYS | said)
    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())


def test_behind_what_nobody_asks(manager: Client) -> None:
    for said in ({"class": "fine"}, {"stage": "lunch"}, {"key": "moon=full"}, {"key": "week=49"}):
        assert manager.get("/reports/behind/", DAYS | said).status_code == 422


def test_only_managers_take_files(manager: Client, sign_in: SignIn) -> None:
    assert sign_in(Role.AUDITOR).post("/reports/export/", DAYS).status_code == 403
    assert sign_in(Role.AGENT).get("/reports/").status_code == 403
