"""Pausing a printer here: it gets no new work from us until a time, or until somebody resumes it.

A pause, its row in the audit and the notices about it are one transaction. A printer has one open pause: a constraint
holds that, whoever asks at the same moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from dashboard.permissions import Permission
from orders.printers import find_printer
from orders.projections import keys
from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.models import AuditEvent
from support.printers.models import PrinterPause
from support.printers.news import name_of, tell_ended, tell_paused
from support.printers.refusals import NotPaused, PausedAlready
from support.printers.words import end_words

PAUSED = EventType("printer.paused", "paused {target} here: no new work until {until}")
RESUMED = EventType("printer.resumed", "gave {target} new work again")
RAN_OUT = EventType("printer.pause_ran_out", "ended the pause of {target}, whose time was over")

OURSELVES: Final = Actor("printdesk", "service")
LONGEST: Final = timedelta(days=366)
AT_A_TIME: Final = 100
WHY_PAUSE: Final = "Say why, so that whoever wants to print there knows."
WHY_RESUME: Final = "Say why it gets new work again."
OPEN: Final = Q(ended_at=None)
OVER: Final = Q(until__lte=Now())


def paused() -> Mapping[str, PrinterPause]:
    """The pauses in force now, by printer: one query."""
    return {pause.printer_id: pause for pause in shown().filter(OPEN).exclude(OVER)}


def pauses_of(printer_id: str) -> list[PrinterPause]:
    """The pauses of a printer, newest first; at most a hundred."""
    return list(shown().filter(printer_id=printer_id).order_by("-since", "-pk")[:AT_A_TIME])


def is_in_force(found: PrinterPause, now: datetime) -> bool:
    """Whether a pause holds at a time."""
    return found.ended_at is None and (found.until is None or found.until > now)


def shown() -> QuerySet[PrinterPause]:
    """Pauses with who made and ended them, and their words."""
    return PrinterPause.objects.select_related("by", "ended_by", "event__reason", "end_event__reason")


def pause(asker: Asker, printer_id: str, *, reason: str, until: datetime | None = None) -> PrinterPause:
    """Give a printer no new work. Raises NotAllowed, NotThere, Invalid (reason, until), PausedAlready."""
    person = _person(asker)
    printer = find_printer(printer_id)
    if printer is None:
        raise NotThere("There is no such printer.")
    _check(reason, WHY_PAUSE, until)
    made = PrinterPause(printer_id=printer_id, since=timezone.now(), until=until, by=person)
    try:
        _open(asker.actor, made, reason, printer.name or printer_id)
    except IntegrityError as error:
        raise PausedAlready from error
    return made


def resume(asker: Asker, printer_id: str, *, reason: str) -> None:
    """Give it work again. Raises NotAllowed, NotThere, Invalid without a reason, NotPaused."""
    person = _person(asker)
    if not keys.usable(printer_id):
        raise NotThere("There is no such printer.")
    _check(reason, WHY_RESUME)
    name = name_of(printer_id)
    with transaction.atomic():
        found = _held(printer_id, ~OVER)
        if found is None:
            raise NotPaused
        event = record(asker.actor, RESUMED, Target("printer", printer_id), reason=reason)
        _close(found, event, person)
        tell_ended(found, name, person)


def end_those_over() -> None:
    """Close the pauses whose time is over, and tell people."""
    for printer_id in PrinterPause.objects.filter(OPEN & OVER).values_list("printer_id", flat=True)[:AT_A_TIME]:
        name = name_of(printer_id)
        with transaction.atomic():
            _run_out(printer_id, name)


@transaction.atomic
def _open(actor: Actor, made: PrinterPause, reason: str, name: str) -> None:
    _run_out(made.printer_id, name)
    if PrinterPause.objects.filter(OPEN, printer_id=made.printer_id).exists():
        raise PausedAlready
    about, details = Target("printer", made.printer_id), {"until": end_words(made.until)}
    made.event = record(actor, PAUSED, about, reason=reason, details=details)
    made.save(force_insert=True)
    tell_paused(made, name)


def _run_out(printer_id: str, name: str) -> None:
    """End a pause whose time is over, if there is one."""
    found = _held(printer_id, OVER)
    if found is not None:
        _close(found, record(OURSELVES, RAN_OUT, Target("printer", printer_id)))
        tell_ended(found, name)


def _held(printer_id: str, which: Q) -> PrinterPause | None:
    """Its open pause, which nobody else ends until the transaction does."""
    found = PrinterPause.objects.select_for_update(of=("self",)).select_related("by")
    return found.filter(OPEN & which, printer_id=printer_id).first()


def _close(found: PrinterPause, event: AuditEvent, by: User | None = None) -> None:
    found.ended_at, found.ended_by, found.end_event = timezone.now(), by, event
    found.save(update_fields=["ended_at", "ended_by", "end_event"])


def _person(asker: Asker) -> User:
    if asker.person is None or not asker.may(Permission.PAUSE_PRINTER):
        raise NotAllowed(Permission.PAUSE_PRINTER)
    return asker.person


def _check(reason: str, why: str, until: datetime | None = None) -> None:
    """Raises Invalid."""
    if not reason.strip():
        raise Invalid(reason=why)
    if until is not None and until <= timezone.now():
        raise Invalid(until="This time is over already. Choose a later one, or leave it empty.")
    if until is not None and until - timezone.now() > LONGEST:
        raise Invalid(until="Choose a time within a year, or leave it empty: then somebody resumes it.")
