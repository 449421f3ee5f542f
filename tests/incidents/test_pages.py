"""The pages of incidents, and the banner on the orders that they affect."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dashboard.roles import Role
from support.audit.chain import faults
from support.incidents.listing import incidents_of
from support.incidents.models import Affected, Incident, IncidentNote
from support.models import AuditEvent
from support.notices.models import Notice
from tests.incidents.conftest import Make
from tests.web import stories
from tests.web.conftest import SignIn, Told
from tests.web.test_frame import HOSTILE

ORDER = f"/orders/{stories.ORDER_ID}/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ops(sign_in: SignIn, told: Told) -> Client:
    return sign_in(Role.OPS)


@pytest.fixture
def agent(sign_in: SignIn, told: Told) -> Client:
    return sign_in(Role.AGENT)


def read(client: Client, path: str, **headers: str) -> str:
    return client.get(path, headers=headers).content.decode()


def page(incident: Incident) -> str:
    return f"/incidents/{incident.pk}/"


def test_open_ones_with_the_most_orders_first(ops: Client, make: Make) -> None:
    small, big = make("linen@8", orders=2), make("coast@12.1", orders=30)
    body = read(ops, "/incidents/")
    assert body.index(f'id="incident-{big.pk}"') < body.index(f'id="incident-{small.pk}"')
    assert "Failed renders of template coast, version 12.1: template error" in body


def test_the_page_says_what_how_many_and_why(agent: Client, incident: Incident) -> None:
    body = read(agent, page(incident))
    assert "4 of 5 orders failed to render (template error); 0.04 were to be expected" in body
    assert "once in 2 million times" in body
    assert f'href="/orders/{stories.ORDER_ID}/#render-r-71c0"' in body
    assert "Close the incident" not in body


def test_an_open_page_is_told_only_what_is_new(agent: Client, incident: Incident) -> None:
    version = read(agent, page(incident)).partition("?v=")[2].partition("&")[0]
    assert agent.get(f"{page(incident)}?v={version}", headers=HTMX).status_code == 204
    incident.affected.create(order_id="o-new", line_id="1", row_id="r-2", at=timezone.now())
    body = read(agent, f"{page(incident)}?v={version}", **HTMX)
    assert "o-new" in body
    assert "<html" not in body


def test_a_closed_one_asks_no_more(ops: Client, incident: Incident) -> None:
    assert ops.post(f"{page(incident)}close/", {"summary": "Version 12.2 is out."}).status_code == 302
    body = read(ops, page(incident))
    assert "Version 12.2 is out." in body
    assert "data-live" not in body.partition('id="incident-live"')[2].partition(">")[0]
    assert read(ops, "/incidents/closed/").count("to-incident-") == 1


def test_closing_takes_words_and_happens_once(ops: Client, incident: Incident) -> None:
    assert "There is a problem" in ops.post(f"{page(incident)}close/", {"summary": " "}).content.decode()
    assert Incident.objects.get().closed_at is None
    ops.post(f"{page(incident)}close/", {"summary": "Over."})
    assert ops.post(f"{page(incident)}close/", {"summary": "Again."}).status_code == 409
    assert AuditEvent.objects.filter(type="incident.closed").count() == 1
    assert Incident.objects.get().end_event is not None


def test_who_is_given_one_is_told(ops: Client, incident: Incident, sign_in: SignIn) -> None:
    sign_in(Role.MANAGER)
    owner = User.objects.get(username="a-manager")
    ops.post(f"{page(incident)}owner/", {"owner": owner.pk})
    assert Incident.objects.get().owner == owner
    assert "Ana gave you an incident" in Notice.objects.get(person=owner).text
    assert AuditEvent.objects.get(type="incident.owned").details["owner"] == f"staff:{owner.pk}"


@pytest.mark.parametrize("owner", ["999999", "agent", "-1", "9" * 30])
def test_it_is_given_only_to_who_may_look_after_it(ops: Client, incident: Incident, owner: str) -> None:
    assert ops.post(f"{page(incident)}owner/", {"owner": owner}).status_code == 422
    assert not AuditEvent.objects.filter(type="incident.owned").exists()


def test_a_note_is_written_once_and_audited_without_its_words(ops: Client, incident: Incident) -> None:
    for _ in range(2):
        ops.post(f"{page(incident)}note/", {"text": "Called Lyon."})
    assert IncidentNote.objects.get().text == "Called Lyon."
    assert "Lyon" not in str(AuditEvent.objects.get(type="incident.noted").details)
    assert "Called Lyon." in read(ops, page(incident))


def test_agents_read_the_message_on_the_order_as_soon_as_it_is_there(
    ops: Client, agent: Client, incident: Incident
) -> None:
    live = read(agent, ORDER).partition('id="live"')[2].partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    assert agent.get(live, headers=HTMX).status_code == 204
    ops.post(f"{page(incident)}message/", {"message": "We render all\nof them again tonight."})
    assert "We render all of them again tonight." in read(agent, live, **HTMX)
    ops.post(f"{page(incident)}close/", {"summary": "Done."})
    assert "Part of an incident" not in read(agent, ORDER)


def test_the_banner_costs_one_query(agent: Client, incident: Incident) -> None:
    with CaptureQueriesContext(connection) as asked:
        incidents_of(stories.ORDER_ID)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as with_one:
        read(agent, ORDER)
    Affected.objects.all().delete()
    with CaptureQueriesContext(connection) as without:
        read(agent, ORDER)
    assert len(with_one) == len(without)
    assert sum("support_incident" in each["sql"] and "FROM" in each["sql"] for each in without) == 1


def test_quiet_is_said_and_nothing_is_closed_by_itself(agent: Client, make: Make) -> None:
    incident = make(last_at=timezone.now() - timedelta(hours=2))
    body = read(agent, page(incident))
    assert "Quiet since" in body
    assert Incident.objects.get().closed_at is None


def test_one_that_came_back_names_the_other(agent: Client, ops: Client, make: Make) -> None:
    first = make()
    ops.post(f"{page(first)}close/", {"summary": "Over."})
    assert f'href="/incidents/{first.pk}/"' in read(agent, page(make(previous=first)))


def test_affected_orders_come_by_the_page(agent: Client, make: Make) -> None:
    body = read(agent, page(make(orders=120)))
    following = body.partition('id="orders-next"')[2].partition('href="')[2].partition("#")[0]
    second = read(agent, following)
    third = read(agent, second.partition('id="orders-next"')[2].partition('href="')[2].partition("#")[0])
    assert [each.count("data-row") for each in (body, second, third)] == [50, 50, 20]


def test_closed_ones_come_by_the_page(ops: Client, make: Make) -> None:
    for number in range(60):
        make(f"t@{number}", closed_at=timezone.now() - timedelta(minutes=number // 10), summary="Over.")
    body = read(ops, "/incidents/closed/")
    rest = read(ops, "/incidents/closed/" + body.partition('rel="next" href="')[2].partition('"')[0])
    assert (body.count('id="to-incident-'), rest.count('id="to-incident-')) == (50, 10)


def test_what_is_no_page_is_a_bad_request(ops: Client) -> None:
    for after in ("x", "2026-01-01~1", "~", "2026-01-01T00:00:00+00:00~x", "9" * 99):
        assert ops.get("/incidents/closed/", {"after": after}).status_code == 400


@pytest.mark.parametrize("path", ["", "owner/", "note/", "message/", "close/"])
def test_there_is_no_such_incident(ops: Client, path: str) -> None:
    for number in (404, 10**30):
        address = f"/incidents/{number}/{path}"
        words = {"text": "x", "message": "x", "summary": "x"}
        assert (ops.post(address, words) if path else ops.get(address)).status_code == 404


@pytest.mark.parametrize("words", ["\0", "x" * 10_000_000, HOSTILE])
def test_bad_and_hostile_words_do_no_harm(ops: Client, agent: Client, incident: Incident, words: str) -> None:
    for path, field in (("note", "text"), ("message", "message"), ("close", "summary")):
        status = ops.post(f"{page(incident)}{path}/", {field: words}).status_code
        assert status == 302 if words == HOSTILE else 400 <= status < 500
    for body in (read(agent, page(incident)), read(agent, ORDER), read(agent, "/incidents/closed/")):
        assert "<script>alert" not in body
    assert list(faults()) == []


def test_a_hostile_subject_is_shown_as_it_is(agent: Client, make: Make) -> None:
    incident = make(HOSTILE, code=HOSTILE[:60])
    for path in (page(incident), "/incidents/", ORDER):
        assert "<script>alert" not in read(agent, path)


def test_who_may_only_look_changes_nothing(agent: Client, incident: Incident) -> None:
    for path in ("owner", "note", "message", "close"):
        assert agent.post(f"{page(incident)}{path}/", {"summary": "x", "text": "x"}).status_code == 403
