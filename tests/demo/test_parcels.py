"""The played carriers: every state is reached, nothing scanned is lost, and numbers are as the carriers form them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from functools import cache
from itertools import pairwise

import pytest

from demo.simulator import carriers, parcels, people, tracking, travel
from demo.simulator.clock import Clock
from demo.simulator.company import PARCELS, PRINTERS
from demo.simulator.country import COUNTRIES, has_customs
from demo.simulator.scenario import Scenarios
from demo.simulator.world import Case, Item, World
from orders.contract.backend_pb2 import ShipmentState

BEGAN = 1_790_000_000.0
STATES = {name.removeprefix("SHIPMENT_STATE_").lower() for name in map(str, ShipmentState.keys())} - {"unknown"}


def world_of(scenarios: Scenarios | None = None) -> World:
    """A company that begins now."""
    return World(5, Clock.with_history(BEGAN, 0, 1), BEGAN, scenarios)


def sends(world: World, number: int, country: str = "", method: str = "standard", printer: str = "") -> Case:
    """An order with one finished job whose parcel has its label."""
    person = people.customer(5, number)
    case = Case(f"o-{10_000_000 + number}")
    world.cases[case.order_id] = case
    where = people.address(person) | ({"country": country} if country else {})
    lines = [{"line_id": "1"}]
    order = {"user_id": person.user_id, "lines": lines, "ship_to": where, "shipping_method": method}
    world.put(case, "orders", case.order_id, state="in_production", **order)
    world.put(case, "print_jobs", f"j-{number}", line_id="1", state="packed", printer_id=printer)
    parcels.label(world, case, [f"j-{number}"], printer or list(PRINTERS)[number % len(PRINTERS)])
    return case


def play(count: int) -> dict[str, tuple[Item, ...]]:
    """Every row that was written of each parcel, oldest first."""
    world = world_of()
    cases = [sends(world, number) for number in range(1, count + 1)]
    rows: dict[str, list[Item]] = {key: [dict(row)] for case in cases for key, row in case.table("shipments").items()}
    while world.agenda and world.next_at < BEGAN + 40 * 86_400:
        case = world.cases.get(world.agenda[0].order_id)
        world.step()
        for key, row in (case.table("shipments") if case else {}).items():
            history = rows.setdefault(key, [])
            if not history or row != history[-1]:
                history.append(dict(row))
    return {key: tuple(history) for key, history in rows.items()}


@cache
def played() -> dict[str, tuple[Item, ...]]:
    """Enough parcels for everything to happen to one of them."""
    return play(1200)


def test_every_state_is_reached() -> None:
    assert {row["state"] for history in played().values() for row in history} == STATES


def test_the_same_seed_plays_the_same_parcels() -> None:
    assert play(60) == play(60)


def test_a_parcel_does_not_depend_on_what_else_goes_on() -> None:
    alone, among = world_of(), world_of()
    for number in range(1, 40):
        sends(among, number)
    one, other = (next(iter(sends(world, 77).table("shipments").values())) for world in (alone, among))
    assert one == other


def test_a_scan_stays_where_it_is() -> None:
    for history in played().values():
        for before, after in pairwise(history):
            scans = before.get("scans", [])
            assert after.get("scans", [])[: len(scans)] == scans


def test_most_parcels_arrive() -> None:
    last = Counter(history[-1]["state"] for history in played().values())
    assert last["delivered"] > 0.9 * len(played())


def test_the_carrier_has_a_parcel_before_it_is_tried_and_delivered() -> None:
    for history in played().values():
        row = history[-1]
        times = [row[name] for name in ("handed_over_at", "first_attempt_at", "delivered_at") if name in row]
        assert times == sorted(times)
        assert ("delivered_at" in row) == (row["state"] == "delivered")


def test_somebody_not_at_home_was_tried_first() -> None:
    tried = [h for h in played().values() if any(row["state"] == "attempt_failed" for row in h)]
    delivered = [h[-1] for h in tried if h[-1]["state"] == "delivered"]
    assert delivered
    assert all(row["first_attempt_at"] < row["delivered_at"] for row in delivered)


def test_customs_hold_only_where_there_is_a_border() -> None:
    assert not has_customs("DE", "FR")
    for country, printer in (("FR", "koeln-druck"), ("JP", "tokyo-photobook")):
        along = travel.Route(PRINTERS[printer]["country"], country, "standard")
        ways = [travel.way(world_of().chance(n), along) for n in range(400)]
        assert not any("customs_hold" in way for way in ways)


def test_a_cancelled_label_is_followed_by_another() -> None:
    cancelled = [key for key, history in played().items() if history[-1]["state"] == "cancelled"]
    again = [f"{key.rpartition('-')[0]}-{int(key.rpartition('-')[2]) + 1}" for key in cancelled]
    assert again
    assert set(again) <= played().keys()


def test_reasons_go_when_things_are_well_again() -> None:
    arrived = [h[-1] for h in played().values() if h[-1]["state"] == "delivered"]
    assert not any("exception_reason" in row for row in arrived)
    assert all(
        "exception_reason" in row for h in played().values() for row in h if row["state"] in ("lost", "exception")
    )


def test_scans_are_odd_now_and_then() -> None:
    scans = [history[-1].get("scans", []) for history in played().values()]
    assert any(one == other for each in scans for one, other in pairwise(each))
    assert any(one["at"] > other["at"] for each in scans for one, other in pairwise(each))
    assert any(scan["at"] > row["updated_at"] for h in played().values() for row in h for scan in row.get("scans", []))
    assert any(scan["description"].isupper() for each in scans for scan in each)


def test_deliveries_are_made_by_day() -> None:
    for history in played().values():
        row = history[-1]
        if row["state"] == "delivered":
            country = people.customer(5, int(row["order_id"][2:]) - 10_000_000).country
            at = datetime.fromisoformat(row["delivered_at"])
            assert 8 <= (at.hour + at.minute / 60 + COUNTRIES[country]["utc"]) % 24 <= 20


def test_a_late_carrier_takes_three_times_as_long() -> None:
    def pace(scenarios: Scenarios | None, country: str) -> float:
        world = world_of(scenarios)
        return travel.pace(world, travel.Route("DE", country, "standard"), "hub", world.chance("x"))

    late = Scenarios({"carrier-late": "FR"})
    assert pace(late, "FR") == pytest.approx(3 * pace(None, "FR"))
    assert pace(late, "ES") == pace(None, "ES")


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_parcel_gets_a_carrier_to_every_country(country: str) -> None:
    for number, printer in enumerate(PRINTERS):
        for method in ("economy", "standard", "express"):
            case = sends(world_of(), number + 1, country, method, printer)
            row = next(iter(case.table("shipments").values()))
            assert row["service"]
            assert row["tracking_number"] in row["tracking_url"]


@pytest.mark.parametrize(
    ("check", "number"),
    [
        ("s10", "473124829"),
        ("mod10", "9400111201080805483016"),
        ("mod7", "3318810025"),
        ("fedex", "986578788855"),
        ("ups", "5R89390357567127"),
    ],
)
def test_check_digits_are_those_of_real_numbers(check: str, number: str) -> None:
    assert tracking.CHECKS[check](number[:-1]) == number[-1]


@pytest.mark.parametrize(
    ("carrier", "form"),
    [
        ("royal_mail", r"T[A-Z]\d{9}DE"),
        ("ups", r"1Z[A-Z0-9]{6}\d{10}"),
        ("usps", r"9400\d{18}"),
        ("dhl_parcel_de", r"0034043\d{13}"),
        ("chronopost", r"X[A-Z]\d{9}FR"),
        ("fedex", r"\d{12}"),
        ("dhl_express", r"\d{10}"),
        ("postnl", r"3S[A-Z]{4}\d{9}"),
        ("inpost", r"6\d{23}"),
    ],
)
def test_numbers_have_the_carriers_form(carrier: str, form: str) -> None:
    assert re.fullmatch(form, carriers.tracking_number(world_of(), "s-1", carrier, "DE"))


def test_a_number_comes_again_after_weeks_and_once() -> None:
    world = world_of()
    numbers = []
    for day in range(50):
        world.now = BEGAN + day * 86_400
        numbers.append(carriers.tracking_number(world, f"s-{day}", "gls", "DE"))
    again = {
        number: days for number in numbers if len(days := [n for n, each in enumerate(numbers) if each == number]) > 1
    }
    assert sorted(again.values()) == [[0, 22], [23, 45]]


def test_shares_add_up() -> None:
    assert sum(PARCELS["fates"].values()) == pytest.approx(1)


def test_every_step_and_code_is_there() -> None:
    steps = [step for way in travel.WAYS.values() for step in way if step != "hubs"]
    assert set(steps) <= travel.STEPS.keys()
    said = {step["says"] for step in travel.STEPS.values()} | {"label"}
    assert all(said <= codes.keys() for codes in carriers.CODES.values())
