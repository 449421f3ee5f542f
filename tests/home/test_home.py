"""What each role is told when it comes in, and that one part's trouble is its own."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User

from dashboard.roles import Role
from support.audit.record import Actor
from support.audit.sign_ins import SIGNED_IN
from support.home.parts import Part
from support.notices.models import NoticeKind
from support.notices.tell import tell
from support.shown import home as shown
from tests.home.conftest import SignIn, Told, act, home, parts
from tests.web.objects import a_request
from tests.web.world import person


def quiet(body: str) -> str:
    """The line of those that have nothing."""
    return body.partition('id="home-quiet">')[2].partition("</p>")[0]


def test_find_stays_first_and_asks_for_the_rest_afterwards(sign_in: SignIn, told: Told) -> None:
    body = sign_in(Role.AGENT).get("/").content.decode()
    assert 'hx-get="/home/" hx-trigger="load"' in body
    assert '<noscript><p><a id="to-home" href="/home/">' in body
    assert parts(body) == []


def test_results_leave_no_room_for_it(sign_in: SignIn, told: Told) -> None:
    body = sign_in(Role.AGENT).post("/", {"q": "zzz"}, follow=True).content.decode()
    assert "Looked for it as" in body
    assert 'id="home"' not in body


def test_a_part_of_the_page_or_a_page_of_its_own(sign_in: SignIn, cloud: str) -> None:
    client = sign_in(Role.AGENT)
    assert home(client).startswith("<!doctype html>")
    fragment = client.get("/home/", headers={"HX-Request": "true"}).content.decode()
    assert fragment.startswith('<div class="stack" id="home"')


def test_what_waits_is_there_for_who_decides_and_for_who_asked(sign_in: SignIn, cloud: str) -> None:
    client = sign_in(Role.AGENT)
    made = a_request(User.objects.get(username="a-agent"))
    assert parts(home(client)) == ["asked"]
    assert f'href="/requests/{made}/"' in home(sign_in(Role.MANAGER))
    assert "decide" in parts(home(sign_in(Role.SENIOR)))
    assert made not in home(sign_in(Role.ADMIN))


def test_nobody_decides_on_their_own(sign_in: SignIn, cloud: str) -> None:
    client = sign_in(Role.SENIOR)
    a_request(User.objects.get(username="a-senior"))
    assert "decide" not in parts(home(client))


def test_what_is_new_is_opened_and_then_old(sign_in: SignIn, cloud: str) -> None:
    client = sign_in(Role.AGENT)
    tell(User.objects.get(username="a-agent"), NoticeKind.MENTION, "k", "", "Ben mentioned you", "/commands/")
    address = re.search(r'<form method="post" action="([^"]+/open/)"', home(client))
    assert address is not None
    assert client.post(address[1])["Location"] == "/commands/"
    assert "news" not in parts(home(client))


def test_somebody_elses_news_is_not_told(sign_in: SignIn, cloud: str) -> None:
    tell(person("ben", Role.AGENT), NoticeKind.MENTION, "k", "", "Ana mentioned you", "/commands/")
    assert "Ana mentioned you" not in home(sign_in(Role.AGENT))


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
def test_what_is_not_done_lightly_is_counted_as_its_list_does(role: Role, sign_in: SignIn, cloud: str) -> None:
    client = sign_in(role)
    for _ in range(3):
        act(Actor("staff:1", "agent"), SIGNED_IN, how="a password")
    found = re.search(r'id="acts-staff" href="([^"]+)">.*?(\d+) today', home(client), re.DOTALL)
    assert found is not None
    listed = client.get(found[1].replace("&amp;", "&")).content.decode()
    assert int(found[2]) == listed.count('<tr id="event-') == 3


def test_alarms_come_first_for_who_can_do_something(sign_in: SignIn, cloud: str) -> None:
    body = home(sign_in(Role.OPS))
    assert parts(body)[0] == "alarms"
    assert 'href="/status/runbook/#' in body
    assert "alarms" not in parts(home(sign_in(Role.AGENT)))


def test_one_part_that_cannot_be_read_says_so_and_the_others_are_there(
    sign_in: SignIn, cloud: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_person: User) -> None:
        raise RuntimeError("on purpose")

    broken = [
        Part(name=each.name, title=each.title, permission=each.permission, roles=each.roles, read=fails)
        if each.name == "news"
        else each
        for each in shown.PARTS
    ]
    monkeypatch.setattr(shown, "PARTS", broken)
    client = sign_in(Role.AGENT)
    a_request(User.objects.get(username="a-agent"))
    body = home(client)
    assert parts(body) == ["news", "asked"]
    assert "cannot be read just now" in body


def test_nothing_at_all_is_said_kindly(sign_in: SignIn, cloud: str) -> None:
    body = home(sign_in(Role.AGENT))
    assert parts(body) == []
    assert "Nothing waits for you." in quiet(body)
