"""Whatever the product can show, the demo shows: each page, state, failure, situation and event of its content."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client

from dashboard.permissions import Open
from dashboard.roles import Role
from dashboard.tokens import create_token
from demo import forty
from orders.answer.events.words import KINDS, STATES
from orders.answer.failures import failures
from orders.answer.model import Move, Stage, Tone
from orders.answer.registry import EVERY_SITUATION
from orders.contract.model import OrderState, PrinterState, PrintJobState, PrintState, RenderState, ShipmentState
from orders.deadlines import QUEUES
from orders.find.model import Kind
from orders.projections.aggregate import from_rows
from orders.read import load_story
from support.commands.asker import Asker
from support.remedies.make_right import make_right
from support.remedies.wanted import Wanted
from support.shown.hits import HEADINGS
from support.shown.steps import Mark
from tests.demo.seen import CLOCKS, Seen
from tests.demo.showing import READERS, projection, put_pictures
from tests.fakes.store import MemoryStore
from tests.web.conftest import SignIn, sign_in
from tests.web.routes import ARGUMENTS, routes

__all__ = ["sign_in"]

NOW = datetime.now(UTC)
STATE_KINDS = {
    "order": OrderState,
    "print": PrintState,
    "render": RenderState,
    "print_job": PrintJobState,
    "parcel": ShipmentState,
}
WANTED: dict[str, set[str]] = {
    "states": {f"{kind}.{state}" for kind, states in STATE_KINDS.items() for state in states},
    "events": {f"{KINDS[table]}.{state}" for table, states in STATES.items() for state in (*states, "changed")}
    | {"history.gap"},
    "failure codes": set(failures()),
    "situations": {situation.name for situation in EVERY_SITUATION},
    "moves": set(Move),
    "stages": set(Stage),
    "tones": set(Tone),
    "marks": set(Mark),
    "queues": set(QUEUES),
    "late": {"late", "in time"},
    "clocks": set(CLOCKS),
}
NEVER: dict[str, set[str]] = {
    # An order of which no row is known has no page.
    "situations": {"order_unknown"},
    # Told as "placed" and "paid", because the played backend always says when. Rows of an order are never deleted.
    "events": {"order.awaiting_payment", "order.confirmed", "print.changed", "render.changed", "history.gap"},
    # As the gap in a history: only after a stream was lost.
    "clocks": {"heard"},
}
"""What no content of the demo brings to a page."""

NUMBER = "PX-4821-0773"
FAILED = "o-48210773"
"""An order whose render failed at a page that has a picture."""
DELIVERED = "o-40343417"
PRINTER = "koeln-druck"
ASKED = {
    Kind.ORDER: NUMBER,
    Kind.CUSTOMER: "u-jose",
    Kind.PRINT: f"{FAILED}-p1",
    Kind.RENDER: "r-48210773-1-1",
    Kind.PRINT_JOB: "j-40212184-1-1",
    Kind.PARCEL: "s-40282851-1",
    Kind.PRINTER: "Köln Druck",
}
POST_ONLY = 405
NO_PAGE = {
    "quarantine-record": 404,  # the demo sets nothing aside
    "api:nothing": 404,
    "api:order-commands": 403,  # a program of an admin's gives none
    "api:order-escalations": 403,
    "api:escalation-transitions": 403,
    "api:bulk-jobs": 403,
    "api:bulk-job-start": 403,
    "api:bulk-job-approve": 403,
    "api:bulk-job-pause": 403,
    "api:bulk-job-resume": 403,
    "api:bulk-job-cancel": 403,
    "api:bulk-job-retry-failed": 403,
    "api:sla": 400,  # it needs days
    # No company account is set up here; tests/sign_in has one.
    "company-sign-in": 404,
    "company-back": 404,
    "api:escalation-claim": 403,
    "api:escalation-evidence": 403,
    "api:escalation-messages": 403,
    "api:evidence-sent": 403,
    "api:claim-transitions": 403,
    "api:order-remedies": 403,
    "api:remedy": 403,
    # One problem was made right; nobody has asked for, written or sent anything else, and the failed render has no
    # print job and no parcel.
    "evidence-one": 404,
    "evidence-small": 404,
    "evidence-upload": 404,
    "order-parcel": 404,  # tests/demo/test_parcels.py opens those of other orders
    "report-run": 404,
    "incident": 404,
    "api:incident": 404,
    "bulk-new": 302,  # rows are selected in queues
    "bulk-job": 404,
    "bulk-now": 404,
    "bulk-rows": 404,
    "api:bulk-job": 404,
    "api:bulk-job-rows": 404,
    "webhook": 404,  # printers call once somebody has sent them something
    "handover": 404,
    "audit-event": 404,
    "draft-token": 409,
    "note-edit": 404,
    "request": 404,
    "staff-member": 404,
    "customer-who": 204,
    "order-reprint": 404,
    "order-reroute": 404,
    "order-cancel-job": 404,
    "order-ask-reprint": 404,
    "order-ask-reroute": 404,
    # What is not revealed is blurred: its address leads to the pictures that everybody may see.
    "render-page": 302,
    "render-file": 302,
    "print-cover": 302,
}


@pytest.fixture(scope="module")
def content() -> MemoryStore:
    return projection(NOW)


@pytest.fixture
def agent(cloud: str, content: MemoryStore, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> Client:
    """An agent's browser on the demo's content."""
    for reader in READERS:
        monkeypatch.setattr(reader, lambda: content)
    return sign_in(Role.AGENT)


def test_everything_that_can_be_shown_is_seen(agent: Client, content: MemoryStore) -> None:
    seen = Seen()
    for order_id in _orders(content):
        answer = agent.get(f"/orders/{order_id}/")
        seen.look(answer.context["page"], answer.content.decode())
        if not any(wanted - NEVER.get(what, set()) - seen.found[what] for what, wanted in WANTED.items()):
            break
    unseen = {what: wanted - seen.found[what] for what, wanted in WANTED.items()}
    assert unseen == {what: NEVER.get(what, set()) for what in WANTED}


def test_printers_of_every_state_are_known(content: MemoryStore) -> None:
    """Printers have no page yet: Find shows them, whatever their state."""
    printers = [pk for pk in content.rows.partitions if pk.startswith("P#")]
    facets = [facet for pk in printers for facet in from_rows(pk, content.query_all(pk)).facets.values()]
    assert {getattr(facet.record, "state", "") for facet in facets} >= set(PrinterState)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_of_thing_is_found(agent: Client, kind: Kind) -> None:
    page = agent.post("/find/typing/", {"q": ASKED[kind]}, headers={"HX-Request": "true"}).content.decode()
    assert f">{HEADINGS[kind]}</h2>" in page


def test_every_page_opens_with_content(
    agent: Client, content: MemoryStore, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = load_story(FAILED, content)
    assert story is not None
    assert story.snapshot.order is not None
    failed = next(render for render in story.snapshot.renders if render.preview_keys)
    put_pictures(failed)
    ids = {"order_id": FAILED, "render_id": failed.render_id, "user_id": story.snapshot.order.user_id}
    ids |= {"line_id": failed.line_id, "printer_id": PRINTER}
    for name, value in ids.items():
        monkeypatch.setitem(ARGUMENTS, name, value)
    _, token = create_token("a test", Role.ADMIN)
    monkeypatch.setattr(settings, "METRICS_TOKEN", [token])
    admin, found = sign_in(Role.ADMIN), {}
    User.objects.get(username="a-admin").groups.set(Group.objects.all())
    for name, value in _made_right(User.objects.get(username="a-admin")).items():
        monkeypatch.setitem(ARGUMENTS, name, value)
    for route in routes():
        reader = Client() if route.access is Open.PUBLIC else admin
        headers = {"Authorization": f"Bearer {token}", "HX-Request": "true"}
        found[route.name] = reader.get(route.path, {"q": NUMBER}, headers=headers).status_code
    closed = {name: status for name, status in found.items() if status not in (200, POST_ONLY)}
    assert closed == NO_PAGE


def _made_right(person: User) -> dict[str, str]:
    """A misprint of a delivered order that somebody makes right: everything that it becomes has a page."""
    wanted = Wanted(order_id=DELIVERED, line_id="1", reason="misprint", resolution="reprint", key="k")
    made = make_right(Asker.staff(person), wanted)
    assert made.escalation
    assert made.claim
    assert made.mail
    link = re.search(r"/send/([\w-]+)", made.mail.text)
    assert link
    ids = {"escalation_id": made.escalation.pk, "claim_id": made.claim.pk, "mail_id": made.mail.pk}
    return ids | {"remedy_id": made.pk, "command_id": made.commands.get().pk, "secret": link[1]}


def _orders(content: MemoryStore) -> list[str]:
    """Those written by hand first: most is seen on them."""
    by_hand = [told.order_id for told in forty.ORDERS]
    played = {pk.removeprefix("O#") for pk in content.rows.partitions if pk.startswith("O#")}
    return by_hand + sorted(played - set(by_hand))
