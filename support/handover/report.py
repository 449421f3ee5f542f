"""What a handover tells, as plain data: the same for its page, its text, and for who reads it days later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing: ``what`` it is, how many (None where it is one), what there is to say ``beside``, the ``address`` of
    its page. ``who`` is an actor's id, ``event`` the number of the audit's event that has the words of the reason.
    """

    what: str
    number: int | None = None
    beside: str = ""
    address: str = ""
    who: str = ""
    event: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines under a heading; ``nothing`` is said where there are none, ``more`` of how many no line tells."""

    name: str
    title: str
    nothing: str
    lines: Sequence[Line] = ()
    more: int = 0


Report = Sequence[Section]


def as_json(report: Report) -> list[dict[str, Any]]:
    """As it is kept."""
    return [asdict(section) for section in report]


def from_json(kept: Sequence[Mapping[str, Any]]) -> Report:
    """As it was."""
    return [Section(**{**section, "lines": [Line(**line) for line in section["lines"]]}) for section in kept]


def as_text(report: Report, heading: str) -> str:
    """Plain text to paste: without who did what, and without the words of reasons."""
    parts = [heading, *(_section_text(section) for section in report)]
    return "\n\n".join(parts) + "\n"


def _section_text(section: Section) -> str:
    lines = [f"- {_line_text(line)}" for line in section.lines] or [f"- {section.nothing}"]
    more = [f"- and {section.more:,} more"] if section.more else []
    return "\n".join([section.title.upper(), *lines, *more])


def _line_text(line: Line) -> str:
    number = "" if line.number is None else f": {line.number:,}"
    return f"{line.what}{number}{f' ({line.beside})' if line.beside else ''}"
