"""Telling a printer something by its API: written down in the caller's transaction, sent by a task after it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models.functions import Now

from support.audit.record import Target, record
from support.audit.types import EventType
from support.claims.listing import claim_of
from support.claims.models import OPEN_CLAIMS, Claim
from support.commands.asker import Asker
from support.commands.refusals import Refused
from support.escalations.models import Escalation
from support.mail.attach import Attachment, load, that_fit
from support.mail.printer_words import printer_words
from support.mail.refusals import Unsendable
from support.printer_api.adapters import Unknown, adapter_of
from support.printer_api.message import Act
from support.printer_api.models import ENDED_BADLY, PrinterCall
from support.printer_rules.models import SecretKind
from support.printer_rules.rules import Rules, rules_of
from support.printer_rules.secrets import live
from support.webhooks.wake import wake

ASKED: Final = EventType("printer_call.asked", "had printer {printer} told by its API: {act} {target}")
SEND: Final = "support.tasks.send_printer_call"
MOST_EVIDENCE: Final = 10_000_000
"""Bytes of the photos that go with one call, which is kept and sent whole."""

NO_WAY: Final = "Nobody has set how the API of this printer is reached."
UNKNOWN_THERE: Final = "There is no secret of this printer’s API. An admin adds one under its rules."


def open_at_printer(
    asker: Asker, escalation: Escalation, text: str, evidence: Sequence[Attachment] = ()
) -> PrinterCall:
    """Make a claim of an escalation at its printer; where it has one already, add to it. The same escalation in the
    same state is said once.

    Inside the caller's transaction, which holds the escalation. Raises Refused, in words.
    """
    rules = rules_of(escalation.printer_id)
    if not rules.api_url:
        raise Refused(NO_WAY)
    if not live(escalation.printer_id, SecretKind.API).exists():
        raise Refused(UNKNOWN_THERE)
    return _say(asker, Act.ANSWER if _is_there(escalation) else Act.OPEN, escalation, rules, text, evidence)


def close_at_printer(asker: Asker, escalation: Escalation) -> PrinterCall | None:
    """Say in its language that nothing more is wanted of its claim.

    None where the printer has no claim of it, is not reached by its API any more, or still owes what is claimed. Inside
    the caller's transaction, which holds the escalation.
    """
    rules = rules_of(escalation.printer_id)
    reached = rules.api_url and live(escalation.printer_id, SecretKind.API).exists()
    if not reached or _owed(escalation) is not None or not _is_there(escalation):
        return None
    return _say(asker, Act.CLOSE, escalation, rules, printer_words(rules.language).over, ())


def _is_there(escalation: Escalation) -> bool:
    """Whether the printer has a claim of it, or will."""
    return escalation.printer_calls.filter(act=Act.OPEN).exclude(state__in=ENDED_BADLY).exists()


def _owed(escalation: Escalation) -> Claim | None:
    """What is claimed because of it, and not settled."""
    claim = claim_of(escalation.pk)
    return claim if claim is not None and claim.state in OPEN_CLAIMS else None


def _say(
    asker: Asker, act: Act, escalation: Escalation, rules: Rules, text: str, evidence: Sequence[Attachment]
) -> PrinterCall:
    key = f"{act}:{escalation.pk}:{escalation.changes}"
    before = PrinterCall.objects.filter(key=key).first()
    if before is not None:
        return before
    call = PrinterCall(
        printer_id=escalation.printer_id,
        escalation=escalation,
        act=act.value,
        key=key,
        adapter=rules.adapter,
        body=_body(rules.adapter, act, escalation, text, evidence),
        not_before=Now(),
        asked_at=Now(),
        actor=asker.actor.id,
        person=asker.person,
    )
    details = {"printer": escalation.printer_id, "act": act.value}
    target = Target("escalation", escalation.pk, escalation.order_id)
    call.event = record(asker.actor, ASKED, target, details=details)
    call.save(force_insert=True)
    transaction.on_commit(partial(wake, SEND, call.pk))
    return call


def _body(adapter: str, act: Act, escalation: Escalation, text: str, evidence: Sequence[Attachment]) -> bytes:
    fitting = that_fit(evidence, MOST_EVIDENCE)
    try:
        loaded = tuple(load([each.kept() for each in fitting]))
        return adapter_of(adapter).message(act, escalation, text, loaded, _owed(escalation))
    except Unsendable as error:
        raise Refused(str(error)) from error
    except Unknown as error:
        raise Refused(f"There is no way “{error.name}” of speaking to a printer’s API.") from error
