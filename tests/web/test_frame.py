"""What every page has: sign-in, headers, errors in words, nothing hostile alive."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from dashboard.permissions import Open, requires
from dashboard.roles import Role
from dashboard.sign_in import TRIES_PER_ACCOUNT
from dashboard.views import server_error
from tests.web import stories
from tests.web.conftest import PASSWORD, SignIn, Told, a_hit, a_status

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>'\"{{7*7}}{% now %}&<!--]]>"
PLACES = ["/", f"/orders/{stories.ORDER_ID}/", f"/customers/{stories.USER_ID}/"]


def _sign_in(client: Client, name: str, password: str, **more: str) -> int:
    return client.post("/sign-in/", {"username": name, "password": password} | more).status_code


@pytest.fixture
def ana(sign_in: SignIn) -> Client:
    sign_in(Role.AGENT)
    return Client()


def test_signing_in_leads_to_where_one_wanted_to_go(ana: Client, redis_empty: None) -> None:
    answer = ana.post("/sign-in/", {"username": "a-agent", "password": PASSWORD, "next": "/status/"})
    assert answer["Location"] == "/status/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_but_never_away_from_here(ana: Client, redis_empty: None, target: str) -> None:
    answer = ana.post("/sign-in/", {"username": "a-agent", "password": PASSWORD, "next": target})
    assert answer["Location"] == "/"


def test_a_wrong_password_says_so_and_is_422(ana: Client, redis_empty: None) -> None:
    answer = ana.post("/sign-in/", {"username": "a-agent", "password": "wrong"})
    assert answer.status_code == 422
    assert b"There is a problem" in answer.content


def test_guessing_is_stopped_even_with_the_right_password(ana: Client, redis_empty: None) -> None:
    for _ in range(TRIES_PER_ACCOUNT):
        _sign_in(ana, "a-agent", "wrong")
    assert _sign_in(ana, "a-agent", PASSWORD) == 422


def test_people_get_in_without_redis(ana: Client, without_redis: None) -> None:
    assert _sign_in(ana, "a-agent", "wrong") == 422
    assert _sign_in(ana, "a-agent", PASSWORD) == 302
    assert ana.get("/").status_code == 200


@pytest.mark.parametrize("name", ["a\0b", "x" * 10_000, "\ud800", "' OR 1=1 --", "名前"])
def test_hostile_names_are_only_wrong(db: None, client: Client, redis_empty: None, name: str) -> None:
    body = f"username={quote(name, errors='surrogatepass')}&password=x"
    assert client.post("/sign-in/", body, content_type="application/x-www-form-urlencoded").status_code == 422


def test_signing_out_is_a_post(sign_in: SignIn) -> None:
    client = sign_in(Role.AGENT)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/").status_code == 302


def test_an_expired_session_takes_the_whole_page_to_sign_in_and_back(client: Client, db: None) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/orders/o-1/?lines=2"}
    answer = client.get("/orders/o-1/live/?v=1-2-3", headers=headers)
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/sign-in/?next=%2Forders%2Fo-1%2F%3Flines%3D2"


def test_a_foreign_page_is_not_led_back_to(client: Client, db: None) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/x"}
    assert client.get("/", headers=headers)["HX-Redirect"] == "/sign-in/?next=%2F"


@pytest.mark.parametrize("path", [*PLACES, "/sign-in/", "/no/such/page"])
def test_nothing_is_kept(agent: Client, path: str) -> None:
    answer = agent.get(path)
    assert "no-store" in answer["Cache-Control"]
    assert "HX-Request" in answer["Vary"]


def test_the_policy_of_content(agent: Client) -> None:
    policy = agent.get("/")["Content-Security-Policy"]
    for rule in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'"):
        assert rule in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", PLACES)
def test_pages_hold_nothing_inline(agent: Client, path: str) -> None:
    body = agent.get(path).content.decode()
    assert "<script>" not in body
    assert "<style" not in body
    assert ' style="' not in body
    assert "hx-on" not in body


@pytest.mark.parametrize(
    "path", [*PLACES, f"/orders/{stories.ORDER_ID}/live/?v=x", f"/customers/{stories.USER_ID}/problems/"]
)
def test_hostile_words_are_only_words(agent: Client, told: Told, path: str) -> None:
    told.order, told.customer = stories.hostile(HOSTILE), stories.hostile_customer(HOSTILE)
    _harmless(agent.get(path, headers={"HX-Request": "true"} if "live" in path else {}).content.decode())


def test_hostile_hits_and_words(agent: Client, told: Told) -> None:
    told.finds(a_hit(number=HOSTILE, name=HOSTILE, country=HOSTILE, placed=HOSTILE, matched_on=HOSTILE), hint=HOSTILE)
    _harmless(agent.post("/", {"q": HOSTILE}, follow=True).content.decode())
    told.finds()
    _harmless(agent.post("/", {"q": HOSTILE}, follow=True).content.decode())


def test_hostile_quarantine(sign_in: SignIn, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.views.stream_status", lambda: a_status(HOSTILE))
    _harmless(sign_in(Role.OPS).get("/status/").content.decode())


def test_quarantine_names_what_the_row_belongs_to_and_since_when(sign_in: SignIn, told: Told) -> None:
    body = sign_in(Role.OPS).get("/status/").content.decode()
    assert "<bdi>order o-1</bdi>" in body
    assert "Sun 22 Nov, 20:00</time>" in body
    assert "O#o-1" not in body


def test_everything_applied_says_what_was_set_aside(
    sign_in: SignIn, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.views.stream_status", lambda: replace(a_status(), behind=0))
    assert b"is applied, but for 1 row set aside." in sign_in(Role.OPS).get("/status/").content


def test_quarantine_reasons_hold_no_addresses(sign_in: SignIn, told: Told) -> None:
    assert b"inge@example.com" not in sign_in(Role.OPS).get("/status/").content


def _harmless(body: str) -> None:
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    assert "49" not in body.partition("{{7*7}}")[0][-20:]


@pytest.mark.parametrize(
    "error", [EndpointConnectionError(endpoint_url="http://db"), ClientError({"Error": {"Code": "Throttled"}}, "Query")]
)
def test_a_store_that_does_not_answer_is_503(agent: Client, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("support.views.order.load_story", fails)
    answer = agent.get(f"/orders/{stories.ORDER_ID}/")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert b'id="find-box"' in answer.content


def test_our_own_mistakes_have_a_page() -> None:
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"mistake of ours" in answer.content


def test_a_forged_form_is_refused_in_words(sign_in: SignIn) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sign_in(Role.AGENT).cookies
    answer = strict.post("/", {"q": "x"})
    assert answer.status_code == 403
    assert b"too old to send" in answer.content


def test_a_view_that_declares_nothing_is_nobody_s(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(Role.ADMIN)
    monkeypatch.delattr("support.views.find.find_page.access")
    assert client.get(reverse("find")).status_code == 403


def test_declaring_leaves_a_view_as_it_is() -> None:
    def view(request: HttpRequest) -> None: ...

    assert requires(Open.PUBLIC)(view) is view


def test_navigation_leads_only_where_one_may_go(sign_in: SignIn, told: Told) -> None:
    assert b'href="/status/"' not in sign_in(Role.AGENT).get("/").content
    assert b'href="/status/"' in sign_in(Role.OPS).get("/").content
