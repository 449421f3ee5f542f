"""Reports as pages: every number opens exactly its units, and files hold the same."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from dashboard.roles import Role
from support.models import AuditEvent
from tests.reports.conftest import DAYS
from tests.web.conftest import SignIn

NUMBER = re.compile(r'<a id="[^"]+" href="(/reports/behind/[^"]+)">([\d,]+)</a>')
BEHIND = re.compile(r"(?:\d+ to \d+ of (\d+)|Nothing)</h2>")


def page(client: Client, path: str = "", **said: str) -> str:
    answer = client.get(f"/reports/{path}", DAYS | said)
    assert answer.status_code == 200
    return answer.content.decode()


def table_of(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    return [row for row in csv.reader(text.splitlines()) if not row[0].startswith("#")]


def behind(client: Client, address: str) -> int:
    found = BEHIND.search(client.get(unescape(address)).content.decode())
    assert found
    return int(found[1] or 0)


def numbers(text: str) -> Iterator[tuple[str, int]]:
    for address, number in NUMBER.findall(text):
        yield address, int(number.replace(",", ""))


PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("", {"by": "product"}),
    ("", {"by": "week"}),
    ("", {"by": "month,country"}),
    ("stages/", {"by": "country"}),
    ("printers/", {}),
    ("printers/", {"unit": "order", "cohort": "due", "to": "2026-11-05"}),
    ("lanes/", {}),
    ("lanes/", {"to_by": "region", "by": "shipping_method"}),
    ("carriers/", {}),
    ("carriers/", {"unit": "order", "promise": "current"}),
    ("products/", {"by": "product,country"}),
)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Australia/Sydney"])
def test_every_number_of_every_page_opens_its_units(manager: Client, zone: str) -> None:
    """Across midnights and a change of clocks; ``tests.sla.test_behind`` does it in more groups."""
    for path, said in PAGES:
        told = dict(numbers(page(manager, path, timezone=zone, **said)))
        assert len(told) > 5, path
        assert {address: behind(manager, address) for address in told} == told, (path, said)


@pytest.mark.parametrize("path", ["", "stages/", "printers/", "lanes/", "carriers/", "products/", "breaches/"])
def test_the_total_of_every_page_is_its_file_of_units(manager: Client, path: str) -> None:
    text = page(manager, path, timezone="Europe/Berlin")
    told = re.search(r'id="all-units"[^>]+>(\d+)<', text)
    assert told
    fields = re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)">', text[text.index('action="/reports/export/"') :]
    )
    said = [(name, unescape(value)) for name, value in fields if name != "csrfmiddlewaretoken"]
    form = {name: [value for other, value in said if other == name] for name, _ in said}
    assert len(table_of(manager.post("/reports/export/", form | {"what": "units"}))) - 1 == int(told[1])


def test_breaches_are_those_of_the_classes_in_list_and_file(manager: Client) -> None:
    text = page(manager, "breaches/")
    broken = (f"/reports/behind/?class={of}&{urlencode(DAYS)}" for of in ("late", "overdue", "no_scan"))
    late = sum(behind(manager, address) for address in broken)
    assert late > 5
    assert len(re.findall(r'id="breach-\d+"', text)) == late
    rows = table_of(manager.post("/reports/export/", DAYS | {"what": "breaches"}))
    assert len(rows) - 1 == late
    hours = [float(row[-2]) for row in rows[1:]]
    assert hours == sorted(hours, reverse=True)
    assert hours[-1] > 0


def test_lanes_in_a_file_count_a_parcel_of_two_printers_of_a_country_once(manager: Client) -> None:
    rows = table_of(manager.post("/reports/export/", DAYS | {"what": "lanes", "unit": "parcel"}))
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [("DE", "DE", "6"), ("FR", "DE", "3")]


def test_a_file_holds_what_the_page_shows(manager: Client) -> None:
    said = DAYS | {"by": "product"}
    text = "".join(part.decode() for part in manager.post("/reports/export/", said | {"what": "figures"}))
    rows = list(csv.reader(text.removeprefix("\ufeff").splitlines()))
    table = [row for row in rows if not row[0].startswith("#")]
    assert [row[:2] for row in table[1:]] == [["'=cmd()", "6"], ["calendar", "6"], ["photobook", "12"], ["total", "18"]]
    assert any(row[0].startswith("# late: arrived after the promise") for row in rows)


def test_a_file_of_units_is_the_drill_down(manager: Client) -> None:
    said = DAYS | {"class": "late", "what": "units", "key": "country=FR"}
    text = "".join(part.decode() for part in manager.post("/reports/export/", said))
    rows = [row for row in csv.reader(text.removeprefix("\ufeff").splitlines()) if not row[0].startswith("#")]
    assert {row[3] for row in rows[1:]} == {"late"}
    assert len(rows) - 1 == behind(manager, "/reports/behind/?" + "&".join(f"{n}={v}" for n, v in said.items()))
    assert AuditEvent.objects.filter(type="report.exported").count() == 1


def test_the_sentence_is_the_figures(manager: Client) -> None:
    text = page(manager, by="")
    kept, late = (behind(manager, f"/reports/behind/?class={of}&{urlencode(DAYS)}") for of in ("on_time", "late"))
    said = f"{100 * kept / (kept + late):.2f} % of {kept + late} orders came as promised, {late} came late"
    assert f"{said}: too few to judge." in text


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
