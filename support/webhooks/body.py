"""The body of a printer's call as plain data. Whatever is not used is kept with the bytes, and read by nobody."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

MOST_BYTES: Final = 256_000
LONGEST_WORD: Final = 200
LONGEST_TEXT: Final = 4_000
LONGEST_NOTE: Final = 100
MOST_MONEY: Final = 10**12
CURRENCY: Final = 3


class Unreadable(ValueError):
    """The body is none of ours; says in words what is wrong, without quoting it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a printer says of a claim. ``escalation_id`` is our id for it, ``reference`` the printer's, one of them is
    there. ``amount`` is in minor units of ``currency``; ``at`` is when it happened, by the printer's clock.
    """

    status: str
    escalation_id: str = ""
    reference: str = ""
    text: str = ""
    amount: int | None = None
    currency: str = ""
    credit_note: str = ""
    at: datetime | None = None


def begins_as_json(body: bytes) -> bool:
    """Whether it begins as JSON objects and arrays do. Other bytes are never kept: an id might be a part of them."""
    return body.lstrip(b" \t\r\n")[:1] in (b"{", b"[")


def read(body: bytes) -> Told:
    """What the bytes say. Raises Unreadable."""
    return told(_object(body))


def told(found: Any) -> Told:
    """What a JSON value says. Raises Unreadable."""
    if not isinstance(found, dict):
        raise Unreadable("The body is no JSON object.")
    status = _word(found, "status")
    if not status.strip():
        raise Unreadable("It has no “status”.")
    ids = {name: _word(found, name) for name in ("escalation_id", "reference")}
    if not any(ids.values()):
        raise Unreadable("It names no claim: one of “escalation_id” and “reference” is needed.")
    amount, currency = _money(found)
    return Told(
        status=status,
        **ids,
        text=_word(found, "text", LONGEST_TEXT),
        amount=amount,
        currency=currency,
        credit_note=_word(found, "credit_note", LONGEST_NOTE),
        at=_time(found),
    )


def _object(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable("The body is no UTF-8.") from error
    except RecursionError as error:
        raise Unreadable("The body is nested too deeply.") from error
    except ValueError as error:
        raise Unreadable("The body is no JSON.") from error


def _word(found: dict[str, Any], name: str, longest: int = LONGEST_WORD) -> str:
    """A field of text as SQL can keep it: without NUL and halves of characters."""
    value = found.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise Unreadable(f"“{name}” is no text of at most {longest:,} characters.")
    return value.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _money(found: dict[str, Any]) -> tuple[int | None, str]:
    amount, currency = found.get("amount"), _word(found, "currency", CURRENCY)
    if amount is None:
        return None, ""
    if type(amount) is not int or not 0 <= amount <= MOST_MONEY:
        raise Unreadable("“amount” is no whole number of minor units.")
    if len(currency) != CURRENCY or not currency.isascii() or not currency.isalpha():
        raise Unreadable("An “amount” has a “currency” of three letters.")
    return amount, currency.upper()


def _time(found: dict[str, Any]) -> datetime | None:
    text = _word(found, "at", LONGEST_NOTE)
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise Unreadable("“at” is a time without its zone.")
        return at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable("“at” is no time as RFC 3339 spells it.") from error
