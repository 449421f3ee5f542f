"""The rules of printers as their pages show them: the list of all, and one with its form and its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.http import QueryDict
from django.utils import timezone

from orders.answer.reply import languages
from orders.contract.model import Printer
from orders.printers import every_printer
from support import masking
from support.commands.people import called
from support.printer_api.adapters import ADAPTERS
from support.printer_rules.change import versions
from support.printer_rules.models import PrinterRules
from support.printer_rules.rules import Channel, Meaning, Rules, read, with_row
from support.printer_rules.typed import WINDOW
from support.reasons import groups
from support.shown.printer_rules_words import ADDRESS, CHANNELS, MEANINGS, UNSET, Difference, Told, differences, told

MOST_VERSIONS: Final = 30
EMPTY_ROWS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printer in the list: how it is told, and which version holds, None where nobody has set anything."""

    printer: Printer
    channel: str
    last: PrinterRules | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version: who, when, why (None where the words were erased), and what it made different. ``may_return``
    where it is another than the one that holds.
    """

    row: PrinterRules
    by: str
    why: str | None
    made: Sequence[Difference]
    may_return: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysField:
    """A window of one reason as it is typed."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """One printer's rules. ``seen`` is the version in force; ``typed`` what the form's fields hold; ``problems`` by
    field of the ``form`` that was sent.
    """

    printer: Printer
    name: str
    told: Sequence[Told]
    seen: int
    typed: Mapping[str, str]
    windows: Sequence[tuple[str, Sequence[DaysField]]]
    statuses: Sequence[tuple[str, str]]
    history: Sequence[Version]
    more: int
    own: Rules
    now: datetime
    channels: Sequence[tuple[str, str]]
    meanings: Sequence[tuple[str, str]]
    languages: Sequence[str]
    adapters: Sequence[str]


def rules_list() -> list[Line]:
    """Every printer by its name with what holds, in one query beside the printers' own."""
    newest = PrinterRules.objects.order_by("printer_id", "-version").distinct("printer_id").select_related("by")
    found = {row.printer_id: row for row in newest}
    return [_line(printer, found.get(printer.printer_id)) for printer in every_printer()]


def rules_page(printer: Printer, sent: QueryDict | None = None, *, plain: bool = False) -> RulesPage:
    """The page; with what was ``sent`` in its form. ``plain`` for who may see the address that was set here."""
    rows = list(versions(printer.printer_id)[: MOST_VERSIONS + 1])
    rules = read(rows[0].rules if rows else {})
    printer = masking.record("printers", printer)
    return RulesPage(
        printer=printer,
        name=printer.name or printer.printer_id,
        told=_told(rules, printer, plain=plain),
        seen=rows[0].version if rows else 0,
        typed=_typed(rules) if sent is None else {name: sent.get(name, "") for name in _typed(rules)},
        windows=_windows(rules, sent),
        statuses=_statuses(rules, sent),
        history=_history(rows, plain=plain),
        more=max(0, (rows[0].version if rows else 0) - MOST_VERSIONS),
        own=with_row(Rules(), printer),
        now=timezone.now(),
        channels=[(channel.value, words) for channel, words in CHANNELS.items()],
        meanings=[(meaning.value, words) for meaning, words in MEANINGS.items()],
        languages=sorted(each.code for each in languages().values()),
        adapters=sorted(ADAPTERS),
    )


def _line(printer: Printer, last: PrinterRules | None) -> Line:
    channel = read(last.rules).channel if last else Channel.MAIL
    return Line(printer=printer, channel=CHANNELS[channel], last=last, by=called(last.by) if last else "")


def _told(rules: Rules, printer: Printer, *, plain: bool) -> list[Told]:
    """All that holds; the address masked for who may not change it, and where it is the printer's own."""
    own = rules if plain else replace(rules, mail=masking.email(rules.mail))
    return told(with_row(own, printer))


def _typed(rules: Rules) -> dict[str, str]:
    """What the form's fields hold before anybody has typed."""
    return {
        "channel": rules.channel.value,
        "mail": rules.mail,
        "language": rules.language,
        "adapter": rules.adapter,
        "api_url": rules.api_url,
        "claim_days": "" if rules.claim_days is None else str(rules.claim_days),
        "not_arrived_wait_days": str(rules.not_arrived_wait_days),
        "silence_hours": f"{rules.silence_hours:g}",
        "reason": "",
    }


def _windows(rules: Rules, sent: QueryDict | None) -> list[tuple[str, list[DaysField]]]:
    def value(code: str) -> str:
        return str(rules.windows.get(code, "")) if sent is None else sent.get(WINDOW + code, "")

    return [
        (
            group.label,
            [DaysField(name=WINDOW + each.code, label=each.label, value=value(each.code)) for each in group.reasons],
        )
        for group in groups()
    ]


def _statuses(rules: Rules, sent: QueryDict | None) -> list[tuple[str, str]]:
    """Rows of the form: the printer's word and what it means, and some that are empty."""
    if sent is None:
        found = [(raw, meaning.value) for raw, meaning in rules.statuses.items()]
    else:
        rows = zip(sent.getlist("status"), sent.getlist("meaning"), strict=False)
        found = [(raw, meaning) for raw, meaning in rows if raw.strip()]
    return [*found, *[("", Meaning.NOTED.value)] * EMPTY_ROWS]


def _history(rows: Sequence[PrinterRules], *, plain: bool) -> list[Version]:
    """Each version with what it made different from the one before."""
    held = [read(row.rules) for row in rows] + [Rules()]
    return [
        Version(
            row=row,
            by=called(row.by),
            why=_why(row),
            made=differences(before, after) if plain else [_masked(each) for each in differences(before, after)],
            may_return=row.rules != rows[0].rules,
        )
        for row, after, before in zip(rows, held, held[1:], strict=False)
    ][:MOST_VERSIONS]


def _masked(found: Difference) -> Difference:
    if found.label != ADDRESS:
        return found
    was, now = (words if words == UNSET else masking.email(words) for words in (found.was, found.now))
    return Difference(found.label, was, now)


def _why(row: PrinterRules) -> str | None:
    reason = getattr(row.event, "reason", None)
    return reason.text if reason else None
