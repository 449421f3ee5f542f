"""Parts of the status page that other apps have to tell of: registered when Django starts, drawn below the streams."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Part:
    """A template and what fills it as ``part``, read for each look at the page."""

    template: str
    read: Callable[[], Any]


PARTS: Final[list[Part]] = []


def parts() -> list[tuple[str, Any]]:
    """Each part's template with what fills it now."""
    return [(part.template, part.read()) for part in PARTS]
