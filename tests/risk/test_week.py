"""The real week: learned from its first four days, the chances beat the base rate on the rest."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from orders.sla.facts import Fact, facts
from orders.sla.report.blame_budgets import BOUNDARIES
from orders.sla.report.periods import microseconds
from orders.sla.risk.histories import known, open_at
from orders.sla.risk.model import Model, train
from tests.answer.fold import fold
from tests.answer.test_week import LOG, _changes

pytestmark = pytest.mark.skipif(not LOG.exists(), reason="the real week is not on this machine")

FOUR_DAYS = datetime(2017, 11, 24, tzinfo=UTC)
CUT = microseconds(FOUR_DAYS)
MORNINGS = [microseconds(FOUR_DAYS + timedelta(days=day, hours=8)) for day in range(1, 61)]


def as_told(until: datetime) -> list[Fact]:
    """Each order's fact by the changes up to an instant."""
    written: defaultdict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for change in _changes():
        if "order_id" in change["item"] and datetime.fromisoformat(change["at"]) <= until:
            written[change["item"]["order_id"]].append((change["table"], change["item"]))
    snapshots = (fold(order_id, rows) for order_id, rows in written.items())
    return [facts(each)[0] for each in snapshots if each.order is not None]


@pytest.fixture(scope="module")
def whole() -> list[Fact]:
    """The facts at the end of the log."""
    return as_told(datetime(2019, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def trained() -> Model:
    """Made of the log up to the end of its fourth day."""
    return train(known(as_told(FOUR_DAYS), CUT), CUT)


def late(fact: Fact) -> bool:
    return fact["delivered_at"] is None or bool(fact["delivered_at"] > fact["promise"])


def scored(whole: list[Fact], model: Callable[[int], Model]) -> list[tuple[float, bool]]:
    """The orders of the later days, each morning on which they were open: the chance, and how it ended."""
    rest = [fact for fact in whole if fact["placed_at"] >= CUT]
    return [(model(at).chance(each, at), late(each.fact)) for at in MORNINGS for each in open_at(known(rest, at), at)]


def brier(told: list[tuple[float, bool]]) -> float:
    return sum((chance - came) ** 2 for chance, came in told) / len(told)


def beats_every_constant(told: list[tuple[float, bool]]) -> bool:
    """Better than whoever knew the late share of these very orders, and said it of each."""
    share = sum(came for _, came in told) / len(told)
    figures = f"{len(told)} scores, {share:.4f} late: Brier {brier(told):.4f}, of the share {share * (1 - share):.4f}"
    print(figures)  # noqa: T201  for whoever reads along
    return brier(told) < share * (1 - share)


def test_by_what_was_known_after_four_days(whole: list[Fact], trained: Model) -> None:
    told = scored(whole, lambda _: trained)
    assert beats_every_constant(told)
    # The late share of the four days' own orders, which nobody could know then.
    own = [late(fact) for fact in whole if fact["placed_at"] < CUT]
    assert brier(told) < brier([(sum(own) / len(own), came) for _, came in told])


def test_by_the_orders_of_four_days_as_they_went_on(whole: list[Fact], trained: Model) -> None:
    """Each morning it is made anew of the same orders, with what became of them up to then."""
    first = [fact for fact in whole if fact["placed_at"] < CUT]
    models = {at: train(known(first, at), at) for at in MORNINGS}
    told = scored(whole, models.__getitem__)
    assert beats_every_constant(told)
    assert brier(told) < brier(scored(whole, lambda _: trained))


def test_the_future_is_not_looked_at(whole: list[Fact]) -> None:
    """With other futures, the same model and the same chances."""
    at, rng = MORNINGS[10], random.Random(5)

    def otherwise(fact: Fact) -> Fact:
        later = {name for name in BOUNDARIES if fact[name] is None or fact[name] > at}
        moved = {name: rng.choice([None, at + rng.randrange(1, 10**13)]) for name in later - {"placed_at"}}
        return fact | moved | {"done_at": moved.get("delivered_at", fact["done_at"])}

    one, other = known(whole, at), known(list(map(otherwise, whole)), at)
    first, second = train(one, at), train(other, at)
    assert first == second
    assert [first.chance(each, at) for each in open_at(one, at)] == [
        second.chance(each, at) for each in open_at(other, at)
    ]
    assert len(open_at(one, at)) > 1000


def test_times_of_facts_are_when_they_were_told(whole: list[Fact]) -> None:
    """What an instant is known by, cut from the whole, is what the log had told by then."""
    then = {fact["order_id"]: tuple(fact[name] for name in BOUNDARIES) for fact in as_told(FOUR_DAYS)}
    cut = {each.fact["order_id"]: each.ends for each in known(whole, CUT)}
    assert {order for order, ends in cut.items() if then.get(order) != ends} == set()
