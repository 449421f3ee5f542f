"""Secrets shared with a printer as their page shows them: by kind, with dates and hints, never what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Max
from django.utils import timezone

from orders.contract.model import Printer
from support.commands.people import called
from support.printer_rules.models import PrinterSecret, SecretKind
from support.printer_rules.refusals import MOST_LIVE
from support.printer_rules.secrets import listed
from support.webhooks.models import Webhook

KINDS: Final = {
    SecretKind.WEBHOOK: ("Calls to us", "It signs its calls with this, so that we know them for its own."),
    SecretKind.API: ("Its API", "We show it this when we call its API."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSecret:
    """One secret; the words of its reasons are None where they were erased."""

    row: PrinterSecret
    by: str
    why: str | None
    retired_by: str
    retired_why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The secrets of one kind: those that count, those that did, whether there is room for another; ``made`` is how
    many there ever were, by which a form that is sent twice is told.
    """

    value: str
    label: str
    about: str
    live: Sequence[ShownSecret]
    retired: Sequence[ShownSecret]
    room: bool
    made: int
    may_be_given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretsPage:
    """A printer's secrets; ``heard_at`` is when it last signed a call that we took, None for never."""

    printer: Printer
    name: str
    kinds: Sequence[Kind]
    heard_at: datetime | None
    now: datetime


def secrets_page(printer: Printer) -> SecretsPage:
    """The page, in two queries."""
    every = listed(printer.printer_id)
    heard = Webhook.objects.filter(printer_id=printer.printer_id).aggregate(last=Max("heard_at"))
    return SecretsPage(
        printer=printer,
        name=printer.name or printer.printer_id,
        kinds=[_kind(kind, [row for row in every if row.kind == kind]) for kind in SecretKind],
        heard_at=heard["last"],
        now=timezone.now(),
    )


def _kind(kind: SecretKind, rows: Sequence[PrinterSecret]) -> Kind:
    label, about = KINDS[kind]
    live = [_shown(row) for row in rows if row.retired_at is None]
    return Kind(
        value=kind.value,
        label=label,
        about=about,
        live=live,
        retired=[_shown(row) for row in rows if row.retired_at is not None],
        room=len(live) < MOST_LIVE,
        made=len(rows),
        may_be_given=kind is SecretKind.API,
    )


def _shown(row: PrinterSecret) -> ShownSecret:
    return ShownSecret(
        row=row,
        by=called(row.by),
        why=_why(row.event),
        retired_by=called(row.retired_by) if row.retired_by else "",
        retired_why=_why(row.retired_event),
    )


def _why(event: object) -> str | None:
    reason = getattr(event, "reason", None)
    return reason.text if reason else None
