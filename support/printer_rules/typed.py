"""Rules out of what somebody has typed into their form."""

from __future__ import annotations

from django.http import QueryDict

from orders.answer.reply import languages
from support.commands.refusals import Invalid
from support.printer_rules.rules import Channel, Meaning, Rules
from support.reasons import reasons

LONGEST_NUMBER = 8
WINDOW = "window_"


def rules_from(typed: QueryDict) -> Rules:
    """As they were typed; an empty field is what holds where nobody sets anything. Raises Invalid by field."""
    wrong: dict[str, str] = {}
    ordinary = Rules()
    made = Rules(
        channel=_channel(typed.get("channel", ""), wrong),
        mail=typed.get("mail", "").strip(),
        language=_code(typed.get("language", "").strip()) or ordinary.language,
        adapter=typed.get("adapter", "").strip() or ordinary.adapter,
        api_url=typed.get("api_url", "").strip(),
        claim_days=_days(typed, "claim_days", wrong),
        not_arrived_wait_days=_or(_days(typed, "not_arrived_wait_days", wrong), ordinary.not_arrived_wait_days),
        windows=_windows(typed, wrong),
        statuses=_statuses(typed, wrong),
        silence_hours=_hours(typed.get("silence_hours", "").strip(), ordinary.silence_hours, wrong),
    )
    if wrong:
        raise Invalid(**wrong)
    return made


def _channel(typed: str, wrong: dict[str, str]) -> Channel:
    if typed not in set(Channel):
        wrong["channel"] = "Choose how it is written to."
        return Channel.NONE
    return Channel(typed)


def _code(typed: str) -> str:
    """A language's code as the replies spell it; what is none is left for the check to refuse."""
    found = languages().get(typed.lower())
    return found.code if found else typed


def _days(typed: QueryDict, field: str, wrong: dict[str, str]) -> int | None:
    text = typed.get(field, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        wrong[field] = "Type a whole number of days, or nothing."
        return None
    return int(text)


def _or(days: int | None, ordinary: int) -> int:
    return ordinary if days is None else days


def _windows(typed: QueryDict, wrong: dict[str, str]) -> dict[str, int]:
    told = {code: _days(typed, WINDOW + code, wrong) for code in reasons()}
    return {code: days for code, days in told.items() if days is not None}


def _hours(text: str, ordinary: float, wrong: dict[str, str]) -> float:
    if not text:
        return ordinary
    try:
        if len(text) > LONGEST_NUMBER or not text.isascii() or not text.replace(".", "", 1).isdigit():
            raise ValueError(text)
        return float(text)
    except ValueError:
        wrong["silence_hours"] = "Type hours, like 24 or 1.5."
        return ordinary


def _statuses(typed: QueryDict, wrong: dict[str, str]) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for raw, meaning in zip(typed.getlist("status"), typed.getlist("meaning"), strict=False):
        if not raw.strip():
            continue
        if meaning not in set(Meaning):
            wrong["statuses"] = f"Choose what “{raw.strip()[:40]}” means."
        elif raw.strip() in found:
            wrong["statuses"] = "The same word of theirs stands there twice."
        else:
            found[raw.strip()] = Meaning(meaning)
    return found
