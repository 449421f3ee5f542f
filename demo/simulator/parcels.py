"""The carriers: what becomes of a parcel from its label on, step by step."""

from __future__ import annotations

from random import Random
from typing import Any

from demo.simulator import carriers, travel
from demo.simulator.company import SCANS
from demo.simulator.orders import settle
from demo.simulator.scans import scans
from demo.simulator.spread import hours
from demo.simulator.travel import STEPS
from demo.simulator.world import Case, Item, World, act

WITH_THE_CARRIER = ("picked_up", "in_transit")
TRIED = ("attempt_failed", "delivered")
SENT_BACK = ("returning", "returned")
"""States in which the reason told before still holds."""


def label(world: World, case: Case, job_keys: list[str], printer: str) -> str:
    """A printer made the label for what is in one box; what follows is the carrier's doing. The parcel's key."""
    key = f"s-{case.order_id[2:]}-{len(case.table('shipments')) + 1}"
    dice, along = world.chance("parcel", key), travel.route(case, printer)
    carrier = carriers.choose(dice, along.origin, along.destination, along.method)
    number = carriers.tracking_number(world, key, carrier, along.origin)
    promise_days = along.transit["promise_days"][along.method]
    world.put(
        case,
        "shipments",
        key,
        order_id=case.order_id,
        print_job_ids=list(job_keys),
        printer_id=printer,
        carrier=carrier,
        service=carriers.service(carrier, along.method),
        tracking_number=number,
        tracking_url=carriers.url(carrier, number),
        state="label_created",
        raw_status=carriers.code(carrier, "label"),
        deliver_by=travel.end_of_day(world, promise_days, along.destination),
    )
    _plan(world, case, key, travel.way(dice, along))
    settle(world, case)
    return key


@act("parcel.step")
def step(world: World, case: Case, about: dict[str, Any]) -> None:
    """The next thing happens to a parcel. ``about`` has its key, and the way before it, this step first."""
    key, (name, *onward) = about["key"], about["way"]
    parcel, doing = case.table("shipments")[key], STEPS[name]
    dice = world.chance("parcel", key, name, len(onward))
    city = str(case.order["ship_to"].get("city", ""))
    new = scans(world, parcel, doing, travel.route(case, parcel["printer_id"]), city, dice)
    told = _told(world, parcel, doing, dice) | _estimate(world, parcel, doing, dice)
    world.put(case, "shipments", key, state=doing["state"], scans=[*parcel.get("scans", []), *new], **told)
    if doing.get("another_label"):
        label(world, case, parcel["print_job_ids"], parcel["printer_id"])
    if onward:
        _plan(world, case, key, onward)
    settle(world, case)


def _plan(world: World, case: Case, key: str, way: list[str]) -> None:
    """Plan the first step of what is left of the way."""
    along = travel.route(case, case.table("shipments")[key]["printer_id"])
    pace = travel.pace(world, along, way[0], world.chance("pace", key, way[0], len(way)))
    world.later(pace, "parcel.step", case, key=key, way=way)


def _told(world: World, parcel: Item, doing: dict[str, Any], dice: Random) -> Item:
    """What a step tells besides its scan."""
    state = doing["state"]
    told: Item = {"raw_status": carriers.code(parcel["carrier"], doing["says"])}
    if "reasons" in doing:
        told["exception_reason"] = dice.choice(doing["reasons"])
    elif state not in SENT_BACK:
        told["exception_reason"] = None
    if state in WITH_THE_CARRIER and "handed_over_at" not in parcel:
        told["handed_over_at"] = world.at()
    if state in TRIED and "first_attempt_at" not in parcel:
        told["first_attempt_at"] = world.at()
    if state == "delivered":
        told["delivered_at"] = world.at()
    return told


def _estimate(world: World, parcel: Item, doing: dict[str, Any], dice: Random) -> Item:
    """When the carrier thinks to deliver, where it thinks so for the first time or anew."""
    if doing["state"] == "picked_up":
        return {"eta": parcel["deliver_by"]}
    if "eta_moves" in doing:
        return {"eta": world.at(hours(dice, doing["eta_moves"]))}
    if doing["state"] == "in_transit" and dice.random() < SCANS["eta_moves"]:
        return {"eta": world.at(hours(dice, SCANS["eta_moves_hours"]))}
    return {}
