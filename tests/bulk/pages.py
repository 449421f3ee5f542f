"""People with browsers, and a queue that they select in: the fixtures of the tests of pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.test import Client

from dashboard.roles import Role
from support.bulk.models import BulkJob, BulkRow
from support.queues.row_id import row_id
from support.queues.snapshot import Snapshot, forget_here, snapshot
from tests.bulk.conftest import put_order
from tests.commands.conftest import Desk, ago

NEW = "/bulk/new/"
QUEUE = "printer_rejects"
HTMX = {"HX-Request": "true"}
SignIn = Callable[..., Client]
Reject = Callable[[int], Snapshot]


@pytest.fixture
def sign_in(db: None, desk: Desk) -> SignIn:
    """Makes a browser signed in with roles; the same name is the same person."""

    def make(name: str = "Olga", *roles: Role) -> Client:
        client = Client()
        client.force_login(somebody(name, *(roles or (Role.OPS,))))
        return client

    return make


def somebody(name: str, *roles: Role) -> User:
    """A person with a local account."""
    person, _ = User.objects.get_or_create(username=name.lower(), first_name=name)
    person.groups.set(Group.objects.filter(name__in=roles))
    return person


@pytest.fixture
def ops(sign_in: SignIn) -> Client:
    """Who selects."""
    return sign_in("Olga", Role.OPS)


@pytest.fixture
def manager(sign_in: SignIn) -> Client:
    """Who approves."""
    return sign_in("Mo", Role.MANAGER)


@pytest.fixture
def reject(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Reject:
    """Has the printer reject so many print jobs; the queue as it is then."""
    monkeypatch.setattr("support.queues.sources.live_store", lambda: desk.store)

    def make(count: int) -> Snapshot:
        for number in range(1, count + 1):
            put_order(desk, number, state="rejected", submitted_at=ago(hours=count - number + 1))
        return now()

    return make


def now() -> Snapshot:
    """The queue, read anew."""
    cache.clear()
    forget_here()
    return snapshot(QUEUE)


def a_selection(of: Snapshot, *numbers: int, **more: Any) -> dict[str, Any]:
    """What the queue's form sends: these rows by their place, or all that match."""
    rows: dict[str, Any] = {"row": [row_id(of.rows[number]) for number in numbers]} if numbers else {"all": "1"}
    return {"action": "reprint", "queue": QUEUE, "filters": "", "snapshot": of.id} | rows | more


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form that confirms."""
    form = page.partition('id="bulk-new"')[2]
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}


def confirm(client: Client, selection: dict[str, Any], **more: str) -> BulkJob:
    """From the selection over the form to the job."""
    fields = hidden(client.post(NEW, selection).content.decode())
    answer = client.post(NEW, fields | {"cause": "damaged", "words": "the van was in an accident"} | more)
    assert answer.status_code == 302, answer.content.decode()
    return BulkJob.objects.get(pk=answer["Location"].split("/")[2])


def orders_of(job: BulkJob) -> list[str]:
    """The orders of its rows, in their order."""
    return list(BulkRow.objects.filter(job=job).order_by("number").values_list("order_id", flat=True))


def main(client: Client, path: str, **more: Any) -> str:
    """A page without its frame."""
    answer = client.get(path, **more)
    assert answer.status_code == 200
    return unescape(answer.content.decode().partition("<main")[2])


def page_of(job: BulkJob) -> str:
    """Its address."""
    return f"/bulk/{job.pk}/"
