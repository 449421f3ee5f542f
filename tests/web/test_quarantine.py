"""The quarantine's pages: masked images, applying again, striking off; each act in the audit, for ops and admin."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from dashboard.roles import Role
from orders.contract import decode
from orders.contract.encode import spell_item
from orders.projections.apply import Applier
from orders.projections.quarantine import Kept, every, kept
from orders.store import Conflict, live_store
from support.audit.chain import faults
from support.models import AuditEvent, AuditReason
from support.shown.quarantine import compared
from tests.streams import backend
from tests.web.conftest import RECORD_ID, SignIn, Told, a_kept

PAGE = f"/quarantine/{RECORD_ID}/"
HOSTILE = "<script>alert(1)</script>'\"{{7*7}}"


@pytest.fixture
def aside(cloud: str) -> Kept:
    """One malformed order, really set aside."""
    with Applier(live_store()) as applier:
        applier.apply([backend.record("orders", backend.order(total="much"), 2)])
    return the_one()


def the_one() -> Kept:
    (entry,) = every(live_store())
    found = kept(live_store(), entry.id)
    assert found is not None
    return found


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("number").values_list("type", flat=True))


def act(client: Client, verb: str, record: Kept, **form: str) -> tuple[int, str]:
    """Post a form as the page has it; the status and the page it leads to."""
    answer = client.post(f"/quarantine/{record.entry.id}/{verb}/", {"fence": record.fence, **form})
    status = answer.status_code
    body = client.get(answer["Location"]).content if status == 302 else answer.content
    return status, body.decode()


def test_the_list_names_rows_and_reasons(sign_in: SignIn, told: Told) -> None:
    body = sign_in(Role.MANAGER).get("/quarantine/").content.decode()
    assert f'href="{PAGE}"' in body
    assert "orders.total: expected a whole number" in body
    assert "order o-1" in body


@pytest.mark.parametrize("query", ["?table=secrets", "?after=x"])
def test_what_is_no_list(cloud: str, sign_in: SignIn, query: str) -> None:
    assert sign_in(Role.OPS).get(f"/quarantine/{query}").status_code in (400, 404)


def test_what_is_no_record(cloud: str, sign_in: SignIn) -> None:
    client = sign_in(Role.OPS)
    assert client.get("/quarantine/x/").status_code == 404
    assert client.get(PAGE).status_code == 404
    assert client.post("/quarantine/x/replay/").status_code == 404


def test_images_are_masked_and_what_differs_is_marked(sign_in: SignIn, told: Told) -> None:
    body = sign_in(Role.OPS).get(PAGE).content.decode()
    for secret in ("Inge", "Brandt", "Bonn"):
        assert secret not in body
    assert "I••• B•••" in body
    assert body.count(">changed</span>") == 2


def test_a_difference_that_the_mask_hides_is_marked() -> None:
    old, new = ({"user_id": {"S": "u1"}, "name": {"S": name}} for name in ("Ines", "Ilse"))
    changed = {attribute.name: attribute.changed for attribute in compared("users", old, new)}
    assert changed == {"user_id": False, "name": True}


@pytest.mark.parametrize("field", ["total", "placed_at", "lines", "ship_to"])
def test_a_name_where_something_else_belongs_is_masked(field: str) -> None:
    wrong = {"order_id": {"S": "o-1"}, field: {"S": "Ines Berger"}}
    shown = {attribute.name: attribute.new for attribute in compared("orders", None, wrong)}
    assert shown == {"order_id": "o-1", field: "••• (str)"}


def test_packed_images_are_compared_field_by_field() -> None:
    old, new = (spell_item(backend.packed("users", backend.user(country=c))) for c in ("DE", "FR"))
    shown = {attribute.name: attribute for attribute in compared("users", old, new)}
    assert shown["country"].changed
    assert not shown["name"].changed
    assert shown["name"].new == "I••• B•••"


def test_hostile_images_are_only_words(sign_in: SignIn, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.views.quarantine.kept", lambda *_: a_kept(HOSTILE))
    assert "<script>alert" not in sign_in(Role.OPS).get(PAGE).content.decode()


def test_a_manager_looks_and_may_do_nothing(sign_in: SignIn, told: Told) -> None:
    client = sign_in(Role.MANAGER)
    assert '<form method="post" action="/quarantine' not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}replay/").status_code == 403
    assert client.post(f"{PAGE}discard/").status_code == 403
    assert events() == []


def test_a_replay_that_fails_again_says_so(aside: Kept, sign_in: SignIn) -> None:
    status, body = act(sign_in(Role.OPS), "replay", aside)
    assert status == 302
    assert "still cannot be applied and stays set aside" in body
    assert events() == ["quarantine.replay_asked", "quarantine.replayed"]
    assert list(faults()) == []


def test_a_replay_that_works_clears_the_record(aside: Kept, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "_whole", lambda value, _where: value if isinstance(value, int) else 0)
    monkeypatch.setattr(decode, "_converters", decode._converters.__wrapped__)
    client = sign_in(Role.ADMIN)
    status, body = act(client, "replay", aside)
    assert status == 302
    assert "orders o1 was applied and is no longer set aside." in body
    assert list(every(live_store())) == []
    last = AuditEvent.objects.latest("number")
    assert (last.details, last.order_id, last.role) == ({"fate": "applied"}, "o1", "admin")


def test_a_wish_is_audited_though_nothing_came_of_it(
    aside: Kept, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Conflict

    monkeypatch.setattr("orders.projections.quarantine.replay", busy)
    status, body = act(sign_in(Role.OPS), "replay", aside)
    assert status == 409
    assert "try again" in body
    assert events() == ["quarantine.replay_asked"]


def test_striking_off_takes_a_reason(aside: Kept, sign_in: SignIn) -> None:
    client = sign_in(Role.OPS)
    status, body = act(client, "discard", aside, reason="  ")
    assert status == 422
    assert "There is a problem" in body
    status, body = act(client, "discard", aside, reason="a test order")
    assert status == 302
    assert "was struck off" in body
    assert list(every(live_store())) == []
    assert events() == ["quarantine.discard_asked", "quarantine.discarded"]
    assert AuditReason.objects.get().text == "a test order"


@pytest.mark.parametrize("verb", ["replay", "discard"])
def test_a_form_made_before_a_newer_record_came_does_nothing(aside: Kept, sign_in: SignIn, verb: str) -> None:
    with Applier(live_store()) as applier:
        applier.apply([backend.record("orders", backend.order(total="more"), 3)])
    status, body = act(sign_in(Role.OPS), verb, aside, reason="x")
    assert status == 409
    assert "A newer record of this row" in body
    assert events() == []


def test_a_form_for_a_record_that_was_cleared_says_so(aside: Kept, sign_in: SignIn) -> None:
    with Applier(live_store()) as applier:
        applier.apply([backend.record("orders", backend.order(), 3)])
    status, body = act(sign_in(Role.OPS), "discard", aside, reason="x")
    assert status == 302
    assert "no longer set aside" in body


@pytest.mark.django_db
def test_the_same_from_the_shell(aside: Kept) -> None:
    out = StringIO()
    call_command("quarantine", "list", stdout=out)
    record_id = out.getvalue().split()[0]
    assert record_id == aside.entry.id
    call_command("quarantine", "show", record_id, stdout=out)
    assert "Ines" not in out.getvalue()
    call_command("quarantine", "replay", record_id, stdout=out)
    assert "stays set aside" in out.getvalue()
    call_command("quarantine", "discard", record_id, "--reason", "a test", stdout=out)
    assert list(every(live_store())) == []
    assert events()[-1] == "quarantine.discarded"
    assert AuditEvent.objects.latest("number").actor.startswith("shell:")
    for wrong in (record_id, "x"):
        with pytest.raises(CommandError):
            call_command("quarantine", "show", wrong)
