"""What the situations of a design share: which design speaks, and its photos in words."""

from __future__ import annotations

from orders.answer.clock import count
from orders.answer.facts import LineFacts
from orders.contract.model import Print, PrintState


def design_in(line: LineFacts, *states: PrintState) -> Print | None:
    """The line's design, if nothing later speaks for the line and it is in one of these states."""
    design = line.view.design
    speaks = line.view.parcel is None and line.view.job is None and line.view.render is None
    return design if speaks and design is not None and design.state in states else None


def photos_of(design: Print) -> str:
    """``111 of 112 photos``, "" where the backend does not count them."""
    if not design.photo_count:
        return ""
    arrived = min(design.photos_uploaded, design.photo_count)
    return f"{arrived:,} of {count(design.photo_count, 'photo')}"


def missing_of(design: Print) -> str:
    """How many photos are still to come, in words."""
    missing = max(design.photo_count - design.photos_uploaded, 0)
    return count(missing, "photo") if missing else "at least one photo"
