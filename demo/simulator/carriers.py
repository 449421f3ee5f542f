"""The carriers of ``carriers.toml``: who takes a parcel, under which number, and in which words they tell of it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random
from typing import Any

from demo.simulator import tracking
from demo.simulator.country import distance, main_locale
from demo.simulator.language import language
from demo.simulator.world import World

HERE = Path(__file__)
FIGURES: dict[str, Any] = tomllib.loads(HERE.with_name("carriers.toml").read_text(encoding="utf-8"))
CARRIERS: dict[str, dict[str, Any]] = FIGURES["carriers"]
CODES: dict[str, dict[str, str]] = tomllib.loads(HERE.with_name("scan_codes.toml").read_text(encoding="utf-8"))
SERIALS = 10**9
DAY = 86_400


def choose(dice: Random, origin: str, destination: str, method: str) -> str:
    """Who carries a parcel."""
    if method == "express":
        return str(dice.choice(FIGURES["express"]))
    far = distance(origin, destination) == "world"
    if far and method == "standard" and dice.random() < FIGURES["world_by_express"]:
        return str(dice.choice(FIGURES["express"]))
    return str(dice.choice(SERVED[destination]))


def service(carrier: str, method: str) -> str:
    """What the carrier calls this way of shipping."""
    services: dict[str, str] = CARRIERS[carrier].get("services", FIGURES["services"])
    return services.get(method, services["standard"])


def tracking_number(world: World, shipment_id: str, carrier: str, origin: str) -> str:
    """A new number; once in some weeks each carrier gives the oldest one that is remembered a second time."""
    about, at = f"number/{carrier}/{origin}", int(world.now)
    serial = world.chance("number", shipment_id).randrange(SERIALS)
    remembered, since = world.counts.get(about), world.counts.get(f"{about}/since", at)
    if remembered is None:
        world.counts |= {about: serial, f"{about}/since": at}
    elif at - since > FIGURES["numbers"]["reused_after_days"] * DAY:
        del world.counts[about], world.counts[f"{about}/since"]
        serial = remembered
    figures = CARRIERS[carrier]
    return tracking.number(figures["number"], figures.get("check", ""), serial, origin)


def url(carrier: str, number: str) -> str:
    """Where the customer may look; a host that nobody has."""
    return f"https://track.example.com/{carrier.replace('_', '-')}?n={number}"


def code(carrier: str, event: str) -> str:
    """The carrier's own code of an event, also its raw status."""
    return CODES[CARRIERS[carrier].get("codes", "post")][event]


def words(carrier: str, event: str, destination: str) -> str:
    """The carrier's words, in its own language or that of the country where it delivers."""
    locale = CARRIERS[carrier].get("language") or main_locale(destination)
    scans: dict[str, str] = language(locale)["scans"]
    return scans[event]


def _served() -> dict[str, list[str]]:
    served: dict[str, list[str]] = {}
    for carrier, about in CARRIERS.items():
        for country in about.get("delivers", ()):
            served.setdefault(country, []).append(carrier)
    return served


SERVED = _served()
"""The carriers that deliver in a country."""
