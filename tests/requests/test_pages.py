"""Requests on pages: asked for, seen by everybody at the order, decided on by a second person. Without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.db.models.functions import Now
from django.test import Client

from dashboard.roles import Role
from support.commands.models import Command
from support.requests.models import Request
from tests.commands.conftest import ORDER, Desk, job

PAGE = f"/orders/{ORDER}/"
ASK = f"{PAGE}jobs/j-2/ask-reprint/"
ELSEWHERE = f"{PAGE}jobs/j-2/ask-reroute/"
HTMX = {"HX-Request": "true"}
SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(db: None, desk: Desk) -> SignIn:
    """Makes a browser signed in with roles."""

    def make(name: str, *roles: Role) -> Client:
        person, _ = User.objects.get_or_create(username=name.lower(), first_name=name, last_name="Lopez")
        person.groups.set(Group.objects.filter(name__in=roles))
        client = Client()
        client.force_login(person)
        return client

    return make


def main(client: Client, path: str = PAGE) -> str:
    """A page without its frame."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


def form(client: Client, path: str = ASK) -> dict[str, str]:
    """What the form would send."""
    hidden = dict(re.findall(r'type="hidden" name="(key|version)" value="([^"]+)"', main(client, path)))
    return {**hidden, "cause": "damaged", "words": "the spine is <b>broken</b>"}


@pytest.fixture
def ana(sign_in: SignIn) -> Client:
    """Who asks."""
    return sign_in("Ana", Role.AGENT)


@pytest.fixture
def asked(ana: Client) -> str:
    """The page of what Ana asked for."""
    assert ana.post(ASK, form(ana)).status_code == 302
    return f"/requests/{Request.objects.get().pk}/"


def decision(client: Client, page: str) -> dict[str, str]:
    version = re.search(r'name="version" value="(\d+)"', main(client, page))
    assert version is not None
    return {"version": version[1]}


def test_an_agent_asks_where_others_reprint(sign_in: SignIn, ana: Client) -> None:
    page, form = main(ana), main(ana, ASK)
    assert ASK in page
    assert ELSEWHERE in page
    assert "about €12.00" in page
    assert "Costs about <strong>€12.00</strong>" in form
    assert "Somebody else decides" in form
    assert ASK not in main(sign_in("Sander", Role.SENIOR))


def test_what_is_asked_shows_on_the_order_and_is_not_offered_again(ana: Client, asked: str) -> None:
    page = main(ana)
    assert "Reprint asked for by Ana L.: Damaged on the way" in page
    assert f'href="{asked}"' in page
    assert ASK not in page
    assert not Command.objects.exists()


def test_a_second_form_shows_the_first(sign_in: SignIn, asked: str) -> None:
    bea = sign_in("Bea", Role.AGENT)
    page = main(bea, ASK)
    assert "This is under way already" in page
    assert f"{PAGE}#request-{Request.objects.get().pk}" in page
    assert bea.post(ASK, {"key": "k", "cause": "lost", "words": "lost"}).status_code == 409


def test_words_are_needed(ana: Client) -> None:
    answer = ana.post(ASK, form(ana) | {"words": ""})
    assert answer.status_code == 422
    assert 'href="#act-words"' in answer.content.decode()


def test_a_second_person_decides(sign_in: SignIn, ana: Client, asked: str) -> None:
    sander = sign_in("Sander", Role.SENIOR)
    assert "to decide" in sander.get("/").content.decode()
    assert "to decide" not in ana.get("/").content.decode()
    page = main(sander, asked)
    assert "Approve for about €12.00" in page
    assert "&lt;b&gt;broken" in page
    answer = sander.post(f"{asked}approve/", decision(sander, asked), follow=True)
    told = answer.content.decode()
    assert "Reprint requested by Ana L., approved by Sander L." in told
    assert "Reprint approved by Sander L." in told
    assert "to decide" not in told


def test_whoever_asked_is_offered_no_decision_and_may_not_post_one(sign_in: SignIn, asked: str) -> None:
    both = sign_in("Ana", Role.AGENT, Role.SENIOR)
    page = main(both, asked)
    assert "request-approve" not in page
    assert "request-withdraw" in page
    assert both.post(f"{asked}approve/").status_code == 403
    assert both.post(f"{asked}decline/", {"reason": "no"}).status_code == 403
    assert Request.objects.get().state == "open"


def test_a_decline_without_words_is_said_at_its_field(sign_in: SignIn, asked: str) -> None:
    answer = sign_in("Sander", Role.MANAGER).post(f"{asked}decline/", {"reason": ""})
    assert answer.status_code == 422
    assert 'href="#request-reason"' in answer.content.decode()


def test_a_changed_order_is_shown_anew(desk: Desk, sign_in: SignIn, asked: str) -> None:
    sander = sign_in("Sander", Role.OPS)
    sent = decision(sander, asked)
    desk.put("print_jobs", job(cost=1300))
    answer = sander.post(f"{asked}approve/", sent | {"reason": "go on"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The order has changed since" in page
    assert "request-approve" not in page
    assert "go on" in page
    assert Request.objects.get().state == "open"


def test_above_one_s_limit_nothing_can_be_approved(desk: Desk, sign_in: SignIn, ana: Client) -> None:
    desk.put("print_jobs", job(cost=20_000))
    ana.post(ASK, form(ana))
    page = f"/requests/{Request.objects.get().pk}/"
    told = main(sign_in("Sander", Role.SENIOR), page)
    assert "above your cost limit" in told
    assert "request-approve" not in told
    assert "request-approve" in main(sign_in("Mo", Role.MANAGER), page)


def test_whoever_lost_the_role_is_refused_at_once(sign_in: SignIn, asked: str) -> None:
    sander = sign_in("Sander", Role.SENIOR)
    sent = decision(sander, asked)
    User.objects.get(username="sander").groups.clear()
    assert sander.post(f"{asked}approve/", sent).status_code == 403


def test_after_its_time_the_page_says_so(sign_in: SignIn, asked: str) -> None:
    sander = sign_in("Sander", Role.OPS)
    sent = decision(sander, asked)
    Request.objects.update(expires_at=Now())
    answer = sander.post(f"{asked}approve/", sent)
    assert answer.status_code == 409
    assert "It has expired" in answer.content.decode()
    assert Request.objects.get().state == "expired"


def test_the_lists(sign_in: SignIn, ana: Client, asked: str) -> None:
    bea = sign_in("Bea", Role.AGENT)
    assert asked in main(bea, "/requests/")
    assert asked in main(ana, "/requests/own/")
    assert asked not in main(bea, "/requests/own/")
    assert asked not in main(bea, "/requests/decided/")
    ana.post(f"{asked}withdraw/")
    assert asked not in main(bea, "/requests/")
    assert "Withdrawn" in main(bea, "/requests/decided/?page=9")


def test_an_open_order_page_is_told_of_each_step(sign_in: SignIn, ana: Client) -> None:
    def live(page: str) -> str:
        return str(re.findall(r'hx-get="(/orders/o-1/live/[^"]+)"', page)[0]).replace("&amp;", "&")

    sander = sign_in("Sander", Role.OPS)
    address = live(main(sander))
    assert sander.get(address, headers=HTMX).status_code == 204
    ana.post(ASK, form(ana))
    fresh = sander.get(address, headers=HTMX).content.decode()
    assert "Reprint asked for by Ana L." in fresh
    assert sander.get(live(fresh), headers=HTMX).status_code == 204
    ana.post(f"/requests/{Request.objects.get().pk}/withdraw/")
    assert "Reprint withdrawn by Ana L." in sander.get(live(fresh), headers=HTMX).content.decode()


@pytest.mark.parametrize("bad", ["\0", "\ud800", "x" * 100_000, "<i>"])
def test_bad_input_is_a_clear_refusal(sign_in: SignIn, ana: Client, asked: str, bad: str) -> None:
    text = bad.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    for field in ("key", "cause", "version", "printer_id"):
        assert ana.post(ELSEWHERE, {"key": "k", "cause": "damaged", "words": "w", field: text}).status_code in (
            409,
            422,
        )
    sander = sign_in("Sander", Role.OPS)
    assert sander.post(f"{asked}decline/", {"reason": text}).status_code in (302, 422)
    assert Request.objects.count() == 1
