"""Watching: told once when an order stands differently, and of one's commands that ended badly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from unittest import mock

import pytest
from botocore.exceptions import EndpointConnectionError
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from dashboard.roles import Role
from orders import cloud as clients
from orders.store import live_store
from support.commands.ask import ask
from support.commands.states import State
from support.notices.models import Notice
from support.requests.ask import ask_for
from support.requests.decide import approve
from support.watching import follow
from support.watching import watch as watching
from support.watching.ends import tell_ends
from support.watching.models import Watch
from support.watching.watch import TooMany, unwatch, watch
from tests.commands.conftest import ORDER, Desk, Staff, a_render, failed
from tests.requests.conftest import a_wish
from tests.streams import backend
from tests.watching.conftest import Somebody

pytestmark = pytest.mark.django_db
PAGE = f"/orders/{ORDER}/"


def cancel(desk: Desk) -> None:
    desk.put("orders", backend.order(ORDER, state="cancelled", lines=[{"line_id": "1", "print_id": "p1"}]))


def texts() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("text", flat=True))


def test_told_when_it_stands_differently(moving: Desk, somebody: Somebody) -> None:
    watch(somebody(), ORDER)
    cancel(moving)
    follow.follow()
    (text,) = texts()
    assert text == f"PX-{ORDER}: cancelled, yet printing (was: render failed)"
    assert Notice.objects.get().address == PAGE


def test_not_told_of_every_version(moving: Desk, somebody: Somebody) -> None:
    watch(somebody(), ORDER)
    known = Watch.objects.get().version
    moving.put("renders", failed(attempt=1, updated_at="2026-11-20T10:00:00Z"))
    follow.follow()
    assert texts() == []
    assert Watch.objects.get().version > known


def test_told_once_however_often_it_is_looked_at(moving: Desk, somebody: Somebody) -> None:
    for name in ("Ana", "Sander"):
        watch(somebody(name), ORDER)
    cancel(moving)
    for _ in range(3):
        follow.follow()
    assert len(texts()) == 2


def test_told_when_time_alone_makes_it_late(moving: Desk, somebody: Somebody) -> None:
    soon = (timezone.now() + timedelta(hours=1)).isoformat()
    lines = [{"line_id": n, "print_id": f"p{n}"} for n in ("1", "2")]
    promised = {"first_deliver_by": soon, "deliver_by": soon}
    moving.put("orders", backend.order(ORDER, state="preparing", lines=lines, **promised))
    watch(somebody(), ORDER)
    assert Watch.objects.get().until is not None
    later = timezone.now() + timedelta(hours=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("support.watching.follow.timezone.now", lambda: later)
        follow.follow()
    assert "late" in texts()[0]


def test_no_more_once_one_watches_no_longer(moving: Desk, somebody: Somebody) -> None:
    ana = somebody()
    watch(ana, ORDER)
    watch(ana, ORDER)
    unwatch(ana, ORDER)
    cancel(moving)
    follow.follow()
    assert texts() == []


def test_one_watches_only_so_many(somebody: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "MOST", 1)
    ana = somebody()
    Watch.objects.create(person=ana, order_id="o-2", since=timezone.now())
    with pytest.raises(TooMany):
        watch(ana, ORDER)


def test_whoever_has_left_is_told_nothing(moving: Desk, somebody: Somebody) -> None:
    watch(somebody(), ORDER)
    User.objects.update(is_active=False)
    cancel(moving)
    follow.follow()
    assert texts() == []


@pytest.fixture
def asked(cloud: str) -> Iterator[Counter[str]]:
    """The operations asked of DynamoDB from here on."""
    operations: Counter[str] = Counter()

    def note(model: object, **_: object) -> None:
        operations[model.name] += 1  # type: ignore[attr-defined]

    events = clients.dynamodb().meta.events
    events.register("before-call.dynamodb", note)
    yield operations
    events.unregister("before-call.dynamodb", note)


def test_a_thousand_watches_are_ten_batch_reads(staff: Staff, asked: Counter[str]) -> None:
    person, now = staff(Role.AGENT).person, timezone.now()
    Watch.objects.bulk_create(Watch(person=person, order_id=f"o-{n}", since=now) for n in range(1_000))
    follow.follow()
    assert asked["BatchGetItem"] == 10
    assert asked["Query"] == 0


@pytest.mark.django_db(transaction=True)
def test_many_that_follow_at_once_tell_once(moving: Desk, somebody: Somebody) -> None:
    watch(somebody(), ORDER)
    cancel(moving)
    together = Barrier(6)

    def turn() -> None:
        together.wait()
        follow.follow()
        connection.close()

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(turn) for _ in range(6)]:
            done.result()
    assert len(texts()) == 1


@pytest.mark.parametrize("state", [State.REFUSED, State.FAILED, State.OVERDUE])
def test_whoever_asked_is_told_of_a_bad_end(desk: Desk, staff: Staff, state: State) -> None:
    agent = staff(Role.AGENT)
    command = ask(agent, a_render())
    tell_ends()
    assert texts() == []
    command.move(state, trouble="words of the backend about Inge")
    tell_ends()
    tell_ends()
    (notice,) = Notice.objects.all()
    assert (notice.person, notice.text) == (agent.person, f"Render {state}: line 1")
    assert notice.address == f"{PAGE}#command-{command.pk}"


def test_of_an_approved_request_both_are_told(desk: Desk, staff: Staff) -> None:
    agent, ops = staff(Role.AGENT), staff(Role.OPS)
    approve(ops, ask_for(agent, a_wish()).pk, version=None).move(State.REFUSED)
    tell_ends()
    assert set(Notice.objects.filter(kind="command").values_list("person", flat=True)) == {
        agent.person and agent.person.pk, ops.person and ops.person.pk,
    }  # fmt: skip


def test_a_good_end_is_not_told(desk: Desk, staff: Staff) -> None:
    ask(staff(Role.AGENT), a_render()).move(State.DONE)
    tell_ends()
    assert texts() == []


def test_the_toggle_works_without_javascript(somebody: Somebody, browser_of: Callable[[User], Client]) -> None:
    ana = browser_of(somebody())
    assert 'action="/orders/o-1/watch/"' in ana.get(PAGE).content.decode()
    assert "Watching" in ana.post(f"{PAGE}watch/", follow=True).content.decode()
    listed = ana.get("/watching/").content.decode()
    assert f'href="{PAGE}"' in listed
    ana.post(f"{PAGE}unwatch/", {"from": "list"})
    assert "None. Press Watch" in ana.get("/watching/").content.decode()


def test_the_list_says_orders_by_number(moving: Desk, somebody: Somebody, browser_of: Callable[[User], Client]) -> None:
    ana = somebody()
    watch(ana, ORDER)
    listed = browser_of(ana).get("/watching/").content.decode()
    assert f"<bdi>PX-{ORDER}</bdi>" in listed
    assert f'<span class="hidden"> PX-{ORDER}</span>' in listed


@pytest.mark.parametrize(("count", "reads"), [(0, 0), (1, 1), (100, 1), (101, 2), (200, 2)])
def test_a_list_is_a_batch_read_for_each_hundred(
    staff: Staff, browser_of: Callable[[User], Client], asked: Counter[str], count: int, reads: int
) -> None:
    ana = staff(Role.AGENT).person
    assert ana is not None
    Watch.objects.bulk_create(Watch(person=ana, order_id=f"o-{n}", since=timezone.now()) for n in range(count))
    live_store()  # asks for its name
    asked.clear()
    page = browser_of(ana).get("/watching/").content.decode()
    assert asked == Counter({"BatchGetItem": reads} if reads else {})
    assert page.count("<bdi>o-") == count


def test_without_the_projection_the_list_has_ids(somebody: Somebody, browser_of: Callable[[User], Client]) -> None:
    ana = somebody()
    watch(ana, ORDER)
    cloud_gone = EndpointConnectionError(endpoint_url="http://x")
    with mock.patch("support.shown.order_numbers.orders_of", side_effect=cloud_gone):
        assert f"<bdi>{ORDER}</bdi>" in browser_of(ana).get("/watching/").content.decode()


def test_the_toggle_is_its_own_fragment(somebody: Somebody, browser_of: Callable[[User], Client]) -> None:
    told = browser_of(somebody()).post(f"{PAGE}watch/", headers={"HX-Request": "true"}).content.decode()
    assert told.startswith("<form")
    assert 'aria-pressed="true"' in told


def test_an_order_that_is_not_there_is_not_watched(somebody: Somebody, browser_of: Callable[[User], Client]) -> None:
    assert browser_of(somebody()).post("/orders/o-404/watch/").status_code == 404


def test_a_list_is_one_s_own(somebody: Somebody, browser_of: Callable[[User], Client]) -> None:
    watch(somebody("Sander"), ORDER)
    assert ORDER not in browser_of(somebody()).get("/watching/").content.decode().partition("<main")[2]
