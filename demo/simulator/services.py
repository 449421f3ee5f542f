"""The services of the played backend: imported here together, so that each has registered what it does."""

from __future__ import annotations

from demo.simulator import orders, parcels, printers, production, renders, uploads
from demo.simulator.world import World

SERVICES = (orders, uploads, renders, printers, production, parcels)


def begin(world: World) -> None:
    """The company's first day: its printers are there, and orders begin to come."""
    printers.begin(world)
    orders.begin(world)
