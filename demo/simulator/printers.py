"""The printers: which there are, which is chosen for a job, and which does nothing at the moment."""

from __future__ import annotations

from random import Random
from typing import Any

from demo.simulator.company import FIGURES, PRINTERS, PRODUCTION, makes
from demo.simulator.spread import hours
from demo.simulator.world import HOUR, Case, Item, World, act


def begin(world: World) -> None:
    """Write the printers as they are at the beginning, and plan their first troubles."""
    for printer_id in PRINTERS:
        world.tell("printers", _item(printer_id, "active", world.at()))
        dice = world.chance("trouble", printer_id)
        world.later(hours(dice, PRODUCTION["outage_every"], 2), "printer.silence", printer_id=printer_id)
        world.later(hours(dice, PRODUCTION["pause_every"], 2), "printer.pause", printer_id=printer_id)


@act("printer.silence")
def fall_silent(world: World, _nobody: Case, about: dict[str, Any]) -> None:
    """A printer makes nothing and says nothing for a day or two, and nobody was told."""
    dice = world.chance("silence", about["printer_id"], world.now)
    length = hours(dice, PRODUCTION["outage_hours"], 1.5)
    world.away[about["printer_id"]] = world.now + length * HOUR
    world.later(length + hours(dice, PRODUCTION["outage_every"], 2), "printer.silence", **about)


@act("printer.pause")
def pause(world: World, _nobody: Case, about: dict[str, Any]) -> None:
    """A printer takes no new work for a while, and says so."""
    dice = world.chance("pause", about["printer_id"], world.now)
    world.paused.add(about["printer_id"])
    world.tell("printers", _item(about["printer_id"], "paused", world.at()))
    world.later(hours(dice, PRODUCTION["pause_hours"]), "printer.reopen", **about)


@act("printer.reopen")
def reopen(world: World, _nobody: Case, about: dict[str, Any]) -> None:
    """It takes work again."""
    dice = world.chance("reopen", about["printer_id"], world.now)
    world.paused.discard(about["printer_id"])
    world.tell("printers", _item(about["printer_id"], "active", world.at()))
    world.later(hours(dice, PRODUCTION["pause_every"], 2), "printer.pause", **about)


def choose(world: World, dice: Random, product: str, country: str) -> str:
    """A printer that makes the product and takes work, likely one that is near."""
    able = [printer_id for printer_id in PRINTERS if product in makes(printer_id)]
    open_now = [printer_id for printer_id in able if printer_id not in world.paused] or able
    times = PRODUCTION["near_times"]
    weights = [times if country in PRINTERS[printer_id]["near"] else 1 for printer_id in open_now]
    return dice.choices(open_now, weights)[0]


def is_stopped(world: World, printer_id: str) -> bool:
    """Whether it does nothing now, by chance or by a scenario."""
    return world.away.get(printer_id, 0.0) > world.now or world.scenarios.hits("printer-stops", printer_id)


def _item(printer_id: str, state: str, at: str) -> Item:
    about = PRINTERS[printer_id]
    return {
        "printer_id": printer_id,
        "name": about["name"],
        "country": about["country"],
        "products": makes(printer_id),
        "state": state,
        "contact_email": f"orders@{printer_id}.example",
        "timezone": about["timezone"],
        "production_days": about["days"],
        "claim_window_days": FIGURES["production"]["claim_days"],
        "updated_at": at,
    }
