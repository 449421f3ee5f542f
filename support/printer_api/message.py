"""What is said to a printer, whatever its API's words for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """The three things that are said."""

    OPEN = "open"
    ANSWER = "answer"
    CLOSE = "close"


class Refusal(Exception):
    """The printer does not take it, and would not if it was said again; in words, without the printer's own."""

    def __init__(self, told: str, status: int | None = None) -> None:
        super().__init__(told)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing to say about an escalation. ``key`` is the same as often as it is said; ``reference`` the printer's for
    its claim, "" before there is one.
    """

    act: Act
    key: str
    escalation_id: str
    reference: str
    body: bytes
