"""The rule: its rate of false alarms over a thousand quiet days, and what it finds."""

from __future__ import annotations

from math import comb, sqrt
from random import Random

import pytest

from support.incidents.rule import Baseline, Belief, Count, alarms, belief, chance, level
from tests.incidents.quiet import DAYS, Rule, Subject, false_alarms, jobs, renders, went_wrong

A_MONTH_APART = DAYS / 30
DEMO = 3_800
"""Renders a day, and print jobs, of the demo at its usual pace: 2,880 orders."""
WEEK, SITES = 430, 645
"""Orders a day and print sites of the real week."""


def ours(seen_a_day: float) -> Rule:
    """The rule, at the level for so many orders."""
    at = level(seen_a_day)
    return lambda recent, baseline: alarms(recent, belief(baseline), at)


def three_sigma(recent: Count, baseline: Baseline) -> bool:
    """What one would write first."""
    rate = belief(baseline).rate
    return recent.bad > recent.all * rate + 3 * sqrt(recent.all * rate * (1 - rate))


def five_at_once(recent: Count, _baseline: Baseline) -> bool:
    """Or this."""
    return recent.bad >= 5


def alarms_of(subjects: list[Subject], rule: Rule, dice: Random) -> int:
    return sum(false_alarms(subject, went_wrong(subject, dice), rule) for subject in subjects)


def company(name: str, dice: Random) -> tuple[list[Subject], float]:
    """Its subjects, and how many rows a day they have."""
    if name == "demo":
        return [*renders(DEMO, dice), *jobs(DEMO, dice, 30, 8)], 2 * DEMO
    return list(jobs(WEEK, dice, SITES, 1)), WEEK


@pytest.mark.parametrize("name", ["demo", "week"])
def test_a_thousand_quiet_days_give_no_more_than_one_false_incident_a_month(name: str) -> None:
    dice = Random(2017)
    subjects, a_day = company(name, dice)
    assert len(subjects) > 500
    assert alarms_of(subjects, ours(a_day), dice) <= A_MONTH_APART


@pytest.mark.parametrize("naive", [three_sigma, five_at_once])
def test_naive_rules_cry_wolf_many_times_a_day(naive: Rule) -> None:
    dice = Random(2017)
    subjects, _ = company("week", dice)
    assert alarms_of(subjects, naive, dice) > 10 * A_MONTH_APART


def test_the_chance_is_the_exact_tail() -> None:
    steady = Belief(0.02 * 10**9, 0.98 * 10**9)  # as good as a binomial
    exact = sum(comb(50, k) * 0.02**k * 0.98 ** (50 - k) for k in range(6, 51))
    assert chance(Count(6, 50), steady) == pytest.approx(exact, rel=1e-4)
    # Ten orders at any rate from 0 to 1 alike: each number of bad ones is as likely.
    assert chance(Count(8, 10), Belief(1, 1)) == pytest.approx(3 / 11)


def test_who_has_no_history_is_judged_by_everybody_s() -> None:
    everybody = Count(70, 1_400)
    assert belief(Baseline(Count(0, 0), everybody, 0.05)).rate == pytest.approx(0.05)
    assert belief(Baseline(Count(90, 300), everybody, 0.05)).rate == pytest.approx(0.26, abs=0.01)
    assert belief(Baseline(Count(0, 0), Count(0, 0), 0.05)).rate == pytest.approx(0.05)
