"""The list of commands: narrowed by its address, paged, counted; on the page and for programs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from dashboard.roles import Role
from support.commands import wanted
from support.commands.ask import ask
from support.commands.models import Command
from support.commands.states import State
from tests.api.conftest import Program, program
from tests.commands.conftest import ORDER, Desk, Staff, a_render, a_reprint
from tests.web.conftest import SignIn, sign_in

__all__ = ["program", "sign_in"]

LIST = "/commands/"
CALL = "/api/v1/commands"


@pytest.fixture
def three(desk: Desk, staff: Staff) -> list[Command]:
    """A render that is done, one that is open, a reprint that is overdue."""
    done = ask(staff(Role.OPS), a_render())
    done.move(State.DONE)
    asked = [done, ask(staff(Role.OPS), a_render()), ask(staff(Role.SENIOR), a_reprint())]
    asked[2].move(State.OVERDUE)
    return asked


def rows(client: Client, query: str = "") -> list[str]:
    """The ids of the commands on a page."""
    answer = client.get(LIST + query)
    assert answer.status_code == 200
    return re.findall(r'<tr id="command-([^"]+)"', answer.content.decode())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2]),
        ("?state=overdue", [2]),
        ("?state=ended", [0]),
        ("?state=all", [2, 1, 0]),
        ("?state=all&kind=render", [1, 0]),
        (f"?order={ORDER}", [1, 2]),
        ("?order=o-2", []),
        ("?whose=mine", []),
    ],
)
def test_the_address_narrows_the_list(three: list[Command], sign_in: SignIn, query: str, expected: list[int]) -> None:
    assert rows(sign_in(Role.OPS), query) == [three[place].pk for place in expected]


def test_who_may_not_see_everybodys_sees_their_own(three: list[Command], sign_in: SignIn) -> None:
    assert rows(sign_in(Role.AGENT), "?state=all&whose=everybody") == []
    assert len(rows(sign_in(Role.MANAGER), "?state=all")) == 3


@pytest.mark.parametrize(
    "query", ["?state=happy", "?kind=dance", "?order=%00", "?after=x", "?after=2026-01-01~x", "?after=" + "9" * 999]
)
def test_what_is_no_list_is_refused(three: list[Command], sign_in: SignIn, program: Program, query: str) -> None:
    assert sign_in(Role.OPS).get(LIST + query).status_code == 400
    assert program(Role.OPS).get(CALL + query.replace("after", "cursor")).status_code == 400


@pytest.mark.parametrize("state", ["open", "all"])
def test_pages_leave_nothing_out_and_tell_nothing_twice(
    three: list[Command], sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    ops = sign_in(Role.OPS)
    whole = rows(ops, f"?state={state}")
    monkeypatch.setattr(wanted.listed, "__defaults__", ("", 1))
    found, query = [], f"?state={state}"
    while query:
        found += rows(ops, query)
        following = re.findall(r'rel="next" href="([^"]+)"', ops.get(LIST + query).content.decode())
        query = following[0].replace("&amp;", "&") if following else ""
    assert found == whole


def test_counts_agree_with_the_lists(three: list[Command], sign_in: SignIn) -> None:
    page = sign_in(Role.OPS).get(LIST).content.decode()
    counted = dict(re.findall(r'id="state-(\w+)"[^>]*>[^<]*<span class="num">(\d+)', page))
    assert counted == {"open": "2", "requested": "1", "started": "0", "seen": "0", "overdue": "1"}
    assert page.count("oldest") == 3


def test_each_row_leads_to_its_order_and_names_its_audit_event(three: list[Command], sign_in: SignIn) -> None:
    page = sign_in(Role.OPS).get(LIST).content.decode()
    assert f'href="/orders/{ORDER}/#command-{three[1].pk}"' in page
    assert f'<td class="num">{three[1].event_id}</td>' in page
    audited = sign_in(Role.MANAGER).get(LIST).content.decode()
    assert f'href="/audit/{three[1].event_id}/"' in audited


@pytest.mark.parametrize(("query", "live"), [("", True), ("?state=overdue", False), ("?state=ended", False)])
def test_a_list_with_forms_or_without_news_stands_still(
    three: list[Command], sign_in: SignIn, query: str, live: bool
) -> None:
    assert ('hx-get="/commands/' in sign_in(Role.OPS).get(LIST + query).content.decode()) is live


def test_a_program_follows_the_pages(three: list[Command], program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wanted.listed, "__defaults__", ("", 1))
    client, found = program(Role.OPS), []
    following: Any = f"{CALL}?state=all&kind=render"
    while following:
        page = client.get(following).json()
        found += [each["command_id"] for each in page["results"]]
        following = page["next"]
    assert found == [three[1].pk, three[0].pk]


def test_a_cursor_is_good_for_its_own_list_only(
    three: list[Command], program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wanted.listed, "__defaults__", ("", 1))
    client = program(Role.OPS)
    following = client.get(f"{CALL}?state=all").json()["next"]
    assert client.get(following.replace("state=all", "state=open")).status_code == 400


def test_a_program_that_may_not_see_everybodys_sees_its_own(three: list[Command], program: Program) -> None:
    assert program(Role.AGENT).get(f"{CALL}?state=all").json() == {"results": [], "next": None}
