"""A customer whose every word is one that stands nowhere else, in every place that could hold it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from dashboard.models import ApiToken
from dashboard.roles import Role
from orders import cloud as clouds
from orders.alias import live
from orders.projections.apply import Applier
from orders.projections.standing import begin, feed, note_audited, switch
from orders.projections.tables import create_projection
from orders.store import Store, live_store
from support import remembered
from support.audit.record import Actor, Target, record
from support.audit.types import REPLAYED
from support.models import Command, Draft, Escalation, Note, Notice, Step, StoredCall
from support.reveals.held import Subject
from support.reveals.reveal import reveal
from tests.streams import backend

USER, ORDER, PRINT = "u-erased", "o-erased", "p-erased"
ADDRESS = {
    "name": "Zerlina Quastenflosser", "line1": "Quastenweg 7", "line2": "bei Quastenmann", "city": "Quastenstadt",
    "postcode": "Q4711Q", "country": "DE",
}  # fmt: skip
THEIRS = (
    "quastenflosser", "zerlina@quasten.example", "49228555019473", "quastenweg", "quastenmann", "quastenstadt",
    "q4711q", "quastenalbum",
)  # fmt: skip
"""What the backend holds of them, and we copy."""
OURS = (
    "hold-quaste", "state-quaste", "parcel-quaste", "homeless-quaste", "note-quaste", "about-quaste", "draft-quaste",
    "notice-quaste", "reason-quaste", "reveal-quaste", "trouble-quaste", "answer-quaste", "search-quaste",
    "escalation-quaste", "step-quaste",
)  # fmt: skip
"""What was said of them, and only we hold."""


class Backend:
    """Writes a row of a source table, and lets every projection hear of it."""

    def __init__(self, *appliers: Applier) -> None:
        self.appliers = appliers
        self._numbers = count(1)

    def put(self, table: str, item: dict[str, Any]) -> None:
        """A row as it is from now on."""
        backend.put(table, item)
        self.tells(table, item)

    def tells(self, table: str, item: dict[str, Any] | None, key: str = "") -> None:
        """A record of the stream alone."""
        number = next(self._numbers)
        for applier in self.appliers:
            applier.apply([backend.record(table, item, number, key=key)])

    def delete(self, table: str, key: str) -> None:
        """A row is gone."""
        backend.delete(table, key)
        self.tells(table, None, key)

    def erases(self) -> None:
        """The backend's own erasure of the customer."""
        self.delete("users", USER)
        self.put("orders", an_order(ship_to={"country": "DE"}))
        self.put("prints", backend.design(PRINT, user_id=USER, title=""))
        backend.delete("shipments", "s-bad")


def an_order(**more: Any) -> dict[str, Any]:
    """The customer's order, of their print."""
    line = {"line_id": "1", "print_id": PRINT, "product": "photobook", "quantity": 1, "unit_price": 4990}
    return backend.order(ORDER, user_id=USER, lines=[line], **({"ship_to": ADDRESS} | more))


@pytest.fixture
def projections(cloud: str) -> Iterator[tuple[Store, Store]]:
    """The live projection, and the former one that is still fed."""
    control = Store(settings.CONTROL_TABLE, clouds.dynamodb())
    beside = begin(control)
    create_projection(beside.beside)
    note_audited(control, feed(control, beside))
    standing = switch(control)
    live.forget()
    yield live_store(), Store(standing.beside, clouds.dynamodb())
    live.forget()


@pytest.fixture
def company(projections: tuple[Store, Store]) -> Iterator[Backend]:
    """The backend, with this customer and another."""
    first, second = (Applier(store) for store in projections)
    with first, second:
        made = Backend(first, second)
        put_rows(made)
        yield made


@pytest.fixture
def planted(db: None, company: Backend) -> Backend:
    """Everything that anybody wrote about the customer, too."""
    write_about_them()
    return company


def write_about_them() -> None:
    """What is ours of the customer: in SQL, and in Redis."""
    person = User.objects.create_user("a-agent", first_name="Ana")
    person.groups.add(Group.objects.get(name=Role.AGENT))
    _sql(person)
    request = RequestFactory().get("/")
    request.session = Client().session
    remembered.remember(request, "search-quaste")


def put_rows(made: Backend) -> None:
    """What the backend has of the customer, and of another."""
    person = {"name": ADDRESS["name"], "email": "zerlina@quasten.example", "phone": "+49228555019473", "country": "DE"}
    made.put("users", {"user_id": USER, **person})
    made.put("users", backend.user("u-other"))
    made.put("prints", backend.design(PRINT, user_id=USER, title="Quastenalbum", state="state-quaste"))
    made.put("prints", backend.design(PRINT, user_id=USER, title="Quastenalbum"))
    made.put("orders", an_order(state="on_hold", hold_reason="hold-quaste"))
    made.put("orders", an_order())
    made.put("orders", backend.order("o-other", user_id="u-other"))
    made.put("renders", backend.render("r-1", ORDER, print_id=PRINT))
    made.put("shipments", backend.parcel("s-bad", ORDER, eta="no time", exception_reason="parcel-quaste, Quastenweg"))
    made.tells("renders", {"render_id": "r-lost", "print_id": PRINT, "failure": {"message": "homeless-quaste"}})


def _sql(person: User) -> None:
    now = timezone.now()
    told = {"actor": "staff:1", "written_at": now}
    Note.objects.create(order_id=ORDER, key="1", text="note-quaste", **told).mentions.add(person)
    Note.objects.create(user_id=USER, key="2", text="about-quaste", **told)
    Draft.objects.create(person=person, place=f"note:order:{ORDER}", text="draft-quaste", saved_at=now)
    Draft.objects.create(person=person, place=f"note:customer:{USER}", text="draft-quaste", saved_at=now)
    Notice.objects.create(
        person=person, kind="mention", key="mention:1", order_id=ORDER, text="notice-quaste", address="/", at=now
    )
    with transaction.atomic():
        event = record(
            Actor.staff(person), REPLAYED, Target("order", ORDER, ORDER), reason="reason-quaste", details={"fate": "x"}
        )
    taken_up = Escalation.objects.create(
        order_id=ORDER, user_id=USER, subject="s", reason="damaged", party="carrier", text="escalation-quaste",
        actor="staff:1", key="1", event=event, opened_at=now, moved_at=now,
    )  # fmt: skip
    Step.objects.create(escalation=taken_up, at=now, now="open", text="step-quaste", event=event)
    acted = f"act:/orders/{ORDER}/lines/1/render/"
    for place in (f"escalate:{ORDER}", f"escalation:{taken_up.pk}:move", acted):
        Draft.objects.create(person=person, place=place, text="draft-quaste", saved_at=now)
    Command.objects.create(
        kind="render", order_id=ORDER, line_id="1", cause="other", actor="staff:1", key="1", event=event, input=b"{}",
        requested_at=now, state="refused", trouble="trouble-quaste",
    )  # fmt: skip
    reveal(person, Subject.order(ORDER), "other", "reveal-quaste")
    token = ApiToken.objects.create(
        name="x", prefix="x", digest="x", role="agent", scopes=[], created_at=now, expires_at=now
    )
    body = {"order_id": ORDER, "text": "answer-quaste"}
    StoredCall.objects.create(token=token, key="1", digest="x", begun_at=now, status=200, body=body)
