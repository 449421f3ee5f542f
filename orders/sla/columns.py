"""The columns of the facts in the lake: one schema for all three units, and its version.

Times are microseconds since 1970 in UTC. ``done_at`` is what the class is decided by: of an order and a parcel its
delivery, of a print job its dispatch. ``first_promise`` and ``promise`` are the promises made first and in force; a
print job and a parcel have one. ``heard_at`` is the carrier's last scan. ``lost`` says that it will not arrive and
nothing live replaces it. The render's times are those of the last one that was ready. Lists hold distinct values, and
one NULL where there is none, so that nothing is lost where they are unrolled.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

TIMES: Final = (
    "placed_at", "paid_at", "render_queued_at", "render_started_at", "files_ready_at", "accepted_at", "dispatched_at",
    "handed_over_at", "delivered_at", "heard_at", "first_promise", "promise", "done_at",
)  # fmt: skip
FLAGS: Final = ("cancelled", "unpaid", "lost")
TEXTS: Final = ("unit", "id", "order_id", "order_number", "country", "region", "shipping_method")
LISTS: Final = ("products", "printers", "carriers", "services", "templates")

COLUMNS: Final = MappingProxyType(
    dict.fromkeys(TEXTS, "VARCHAR")
    | dict.fromkeys(TIMES, "BIGINT")
    | dict.fromkeys(FLAGS, "BOOLEAN")
    | dict.fromkeys(LISTS, "VARCHAR[]")
)
"""Names and DuckDB's types, in their order."""

FILE: Final = "file"
"""One more column, of each data file: its own name. By it who reads all files of a folder at once, as Athena does,
keeps to those that the manifest names.
"""
