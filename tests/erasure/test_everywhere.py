"""Nothing of a customer is left anywhere, and what says so would see it."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from orders import cloud
from orders.projections.digest import against_source, read_contents
from orders.store import Store
from support.audit.chain import faults
from support.audit.record import Actor
from support.erasure import erase as erasing
from support.erasure.erase import erase, finish, look
from support.models import AuditEvent, Erasure, Note
from tests.erasure.conftest import OURS, THEIRS, USER, Backend
from tests.erasure.everywhere import places

pytestmark = pytest.mark.django_db

WHO = Actor.shell("test")


def _holds(projections: tuple[Store, Store]) -> list[str]:
    """What is wrong with the chain and the projections."""
    differences = [each for store in projections for each in against_source(read_contents(store), cloud.dynamodb())]
    return [*faults(), *differences]


def test_what_is_planted_is_seen_everywhere(planted: Backend, projections: tuple[Store, Store]) -> None:
    found = places((*THEIRS, *OURS))
    assert set(found) == {*THEIRS, *OURS}
    for store in projections:
        table = f"dynamodb {store.table}"
        assert {f"{table} C F", f"{table} O F", f"{table} N"} <= found["quastenflosser"]
        assert f"{table} O J" in found["hold-quaste"]
        assert f"{table} K HISTORY" in found["state-quaste"]
        assert f"{table} QUARANTINE" in found["parcel-quaste"] & found["homeless-quaste"]


def test_after_both_erasures_nothing_is_left(planted: Backend, projections: tuple[Store, Store]) -> None:
    planted.erases()
    outcome = erase(WHO, USER, "ticket 17")
    assert outcome.left == ()
    assert places((*THEIRS, *OURS)) == {}
    assert _holds(projections) == []
    assert Erasure.objects.get().finished_at is not None


def test_until_the_backend_erases_it_says_what_and_where(planted: Backend, projections: tuple[Store, Store]) -> None:
    left = erase(WHO, USER, "ticket 17").left
    for row, field in (("users/u-erased", "email"), ("orders/o-erased", "ship_to.line1"), ("prints/p-erased", "title")):
        assert any(f"the backend’s {row} still has" in each and field in each for each in left)
    assert not any(word in each.casefold() for each in left for word in THEIRS)
    assert set(places(OURS)) == {"parcel-quaste"}  # in the backend's own table
    planted.erases()
    assert [outcome.left for outcome in finish()] == [()]
    assert places((*THEIRS, *OURS)) == {}
    assert _holds(projections) == []


def test_what_has_not_come_through_is_told(planted: Backend, projections: tuple[Store, Store]) -> None:
    planted.appliers = ()
    planted.erases()
    left = erase(WHO, USER, "ticket 17").left
    assert left
    assert all("has not heard" in each for each in left)


STEPS = ["erase_records", "forget_words", "forget_images", "_forget_searches", "_left", "_tell"]


@pytest.mark.parametrize("step", STEPS)
def test_cut_short_anywhere_it_goes_on(planted: Backend, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    planted.erases()
    with monkeypatch.context() as patch:

        def die(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(erasing, step, die)
        with pytest.raises(KeyboardInterrupt):
            erase(WHO, USER, "ticket 17")
    assert [outcome.left for outcome in finish()] == [()]
    assert places((*THEIRS, *OURS)) == {}
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("step", "leaves"),
    [
        ("forget_words", {"hold-quaste", "state-quaste"}),
        ("forget_images", {"parcel-quaste", "quastenweg", "homeless-quaste"}),
        ("_forget_searches", {"search-quaste"}),
    ],
)
def test_every_step_is_needed(planted: Backend, step: str, leaves: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    planted.erases()
    nothing = Counter[str]() if step == "_forget_searches" else 0
    monkeypatch.setattr(erasing, step, lambda *_, **__: nothing)
    erase(WHO, USER, "ticket 17")
    assert set(places((*THEIRS, *OURS))) == leaves


def test_again_does_nothing_more(planted: Backend) -> None:
    planted.erases()
    erase(WHO, USER, "ticket 17")
    assert erase(WHO, USER, "ticket 17").removed == {}
    assert finish() == []


def test_a_look_removes_nothing(planted: Backend) -> None:
    before = places((*THEIRS, *OURS))
    outcome = look(USER)
    assert outcome.removed["notes"] == 2
    assert places((*THEIRS, *OURS)) == before
    assert not Erasure.objects.exists()


def test_others_stay(planted: Backend) -> None:
    Note.objects.create(order_id="o-other", key="9", text="stays", actor="staff:1", written_at="2026-11-25T00:00Z")
    before = places(["ines berger"])
    planted.erases()
    erase(WHO, USER, "ticket 17")
    assert places(["ines berger"]) == before
    assert Note.objects.get().text == "stays"


def test_it_is_audited_with_what_was_removed(planted: Backend) -> None:
    planted.erases()
    erase(WHO, USER, "ticket 17")
    event = AuditEvent.objects.get(type="customer.erased")
    assert "2 notes" in event.details["removed"]
    assert Erasure.objects.get().event.reason.text == "ticket 17"


def test_the_command_tells_and_fails_while_something_is_left(planted: Backend) -> None:
    with pytest.raises(CommandError, match="The erasure stays open"):
        call_command("erase_customer", USER, "--reason", "ticket 17")
    planted.erases()
    call_command("erase_customer", "--again")
    assert Erasure.objects.get().finished_at is not None


@pytest.mark.parametrize(
    "arguments", [[], ["u-nobody", "--reason", "x"], [USER], [USER, "--again"], ["a\0b", "--reason", "x"]]
)
def test_what_cannot_be_asked(company: Backend, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("erase_customer", *arguments)
    assert not Erasure.objects.exists()
