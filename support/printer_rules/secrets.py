"""Secrets that we share with printers: made here, shown once, kept encrypted, retired by somebody with a reason.

None of them is ever in a log, in the audit or in an answer of the API: rows and events tell them by kind and by their
last four characters.
"""

from __future__ import annotations

import logging
import secrets as chance
import string
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from orders.projections import keys
from support.audit.record import Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotThere
from support.printer_rules.models import PrinterSecret, SecretKind
from support.printer_rules.refusals import MOST_LIVE, Overtaken, RetiredAlready, TooManySecrets
from support.printer_rules.seal import KEY_BYTES, Unreadable, opened, seal
from support.printer_rules.who import check_reason, person_of, printer_there

log = logging.getLogger(__name__)

ADDED: Final = EventType("printer.secret_added", "added a {kind} secret of {target}, ending in {hint}")
RETIRED: Final = EventType("printer.secret_retired", "retired the {kind} secret of {target} ending in {hint}")

HINT: Final = 4
SHORTEST: Final = 16
LONGEST: Final = 500
SPELLED: Final = frozenset(string.ascii_letters + string.digits + string.punctuation)
MOST_SHOWN: Final = 50


def add_secret(
    asker: Asker, printer_id: str, kind: SecretKind, reason: str, given: str = "", *, seen: int | None = None
) -> str:
    """A new secret, as it is shown this once: one made here, or the one that the printer has ``given`` us, which only
    that of its API can be. ``seen`` is how many of the kind there were ever when the form was made.

    Raises NotAllowed, NotThere, Invalid (kind, given, reason), Overtaken, TooManySecrets.
    """
    person = person_of(asker)
    printer_there(printer_id)
    check_reason(reason)
    secret = _checked(kind, given.strip()) or chance.token_urlsafe(KEY_BYTES)
    about = {"kind": SecretKind(kind).value, "hint": secret[-HINT:]}
    with transaction.atomic():
        # Writing to the audit lets one transaction through at a time: whoever counts after it counts alone.
        event = record(asker.actor, ADDED, Target("printer", printer_id), reason=reason, details=about)
        if seen not in (None, PrinterSecret.objects.filter(printer_id=printer_id, kind=kind).count()):
            raise Overtaken
        if live(printer_id, kind).count() >= MOST_LIVE:
            raise TooManySecrets
        PrinterSecret.objects.create(
            printer_id=printer_id, sealed=seal(secret), made_at=event.at, by=person, event=event, **about
        )
    return secret


def retire(asker: Asker, secret_id: int, reason: str, printer_id: str = "") -> PrinterSecret:
    """End a secret: it is not taken from now on. ``printer_id`` where it has to be that printer's. Raises NotAllowed,
    NotThere, Invalid without a reason, RetiredAlready.
    """
    person = person_of(asker)
    check_reason(reason)
    with transaction.atomic():
        found = PrinterSecret.objects.select_for_update().filter(pk=secret_id).first()
        if found is None or (printer_id and found.printer_id != printer_id):
            raise NotThere("There is no such secret.")
        if found.retired_at is not None:
            raise RetiredAlready
        about = {"kind": found.kind, "hint": found.hint}
        event = record(asker.actor, RETIRED, Target("printer", found.printer_id), reason=reason, details=about)
        found.retired_at, found.retired_by, found.retired_event = timezone.now(), person, event
        found.save(update_fields=["retired_at", "retired_by", "retired_event"])
    return found


def live_secrets(printer_id: str, kind: SecretKind) -> list[bytes]:
    """Those that count now, newest first, at most two: one query. One that no key opens any more is left out, and
    logged by its number.
    """
    if not keys.usable(printer_id):
        return []
    found = []
    for row in live(printer_id, kind)[:MOST_LIVE]:
        try:
            found.append(opened(bytes(row.sealed)).encode())
        except Unreadable:
            log.error("printer secret %s cannot be read: the key that encrypted it is not there", row.pk)
    return found


def live(printer_id: str, kind: SecretKind) -> QuerySet[PrinterSecret]:
    """The rows of those that count now, newest first."""
    return PrinterSecret.objects.filter(printer_id=printer_id, kind=kind, retired_at=None).order_by("-made_at", "-pk")


def listed(printer_id: str) -> list[PrinterSecret]:
    """All that a printer ever had, newest first, with who made and retired them and why; at most fifty."""
    found = PrinterSecret.objects.filter(printer_id=printer_id).order_by("-made_at", "-pk").defer("sealed")
    return list(found.select_related("by", "retired_by", "event__reason", "retired_event__reason")[:MOST_SHOWN])


def _checked(kind: SecretKind, given: str) -> str:
    """Raises Invalid; never with the secret in its words."""
    if kind not in set(SecretKind):
        raise Invalid(kind="Choose what it is for.")
    if given and kind != SecretKind.API:
        raise Invalid(given="A secret for calls is made here: the printer is told it.")
    if given and not SHORTEST <= len(given) <= LONGEST:
        raise Invalid(given=f"A secret has from {SHORTEST} to {LONGEST} characters.")
    if not SPELLED.issuperset(given):
        raise Invalid(given="A secret has letters, digits and signs of ASCII alone, and no spaces.")
    return given
