"""Changing what holds with a printer: a new version each time, with its row of the audit."""

from __future__ import annotations

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from support.audit.record import Detail, Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotThere
from support.printer_rules.check import check_rules
from support.printer_rules.models import PrinterRules
from support.printer_rules.refusals import Overtaken
from support.printer_rules.rules import Rules, kept, newest, read
from support.printer_rules.who import check_reason, person_of, printer_there

CHANGED: Final = EventType("printer.rules_changed", "changed the rules of {target}: {changed}, as version {version}")
BROUGHT_BACK: Final = EventType(
    "printer.rules_brought_back", "brought back version {former} of the rules of {target}, as version {version}"
)
SAME: Final = "This is what holds already."


def change(asker: Asker, printer_id: str, rules: Rules, reason: str, seen: int) -> PrinterRules:
    """Let these rules hold from now on. ``seen`` is the version that was looked at, 0 for none.

    Raises NotAllowed, NotThere, Invalid, Overtaken.
    """
    printer_there(printer_id)
    check_rules(rules)
    return _put(asker, printer_id, rules, reason, seen)


def bring_back(asker: Asker, printer_id: str, former: int, reason: str, seen: int) -> PrinterRules:
    """Let an earlier version hold again; 0 is as it was before the first. Raises as ``change`` does."""
    printer_there(printer_id)
    found = versions(printer_id).filter(version=former).first() if former else None
    if former and found is None:
        raise NotThere("There is no such version.")
    rules = read(found.rules if found else {})
    check_rules(rules)
    return _put(asker, printer_id, rules, reason, seen, former)


def versions(printer_id: str) -> QuerySet[PrinterRules]:
    """Newest first, with who made them and why."""
    found = PrinterRules.objects.filter(printer_id=printer_id).order_by("-version")
    return found.select_related("by", "event__reason")


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The names of the fields in which two versions differ."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _put(
    asker: Asker, printer_id: str, rules: Rules, reason: str, seen: int, former: int | None = None
) -> PrinterRules:
    person, told = person_of(asker), kept(rules)
    check_reason(reason)
    last = newest(printer_id)
    version, before = (last.version, last.rules) if last else (0, {})
    if version != seen:
        raise Overtaken
    if told == before:
        raise Invalid(rules=SAME)
    fields = ", ".join(name.replace("_", " ") for name in changed_fields(before, told))
    what = CHANGED if former is None else BROUGHT_BACK
    about: dict[str, Detail] = {"changed": fields} if former is None else {"former": former}
    try:
        with transaction.atomic():
            about["version"] = version + 1
            event = record(asker.actor, what, Target("printer", printer_id), reason=reason, details=about)
            return PrinterRules.objects.create(
                printer_id=printer_id, version=version + 1, rules=told, at=event.at, by=person, event=event
            )
    except IntegrityError as error:  # who came between is told apart by the number of the version
        raise Overtaken from error
