"""Telling a printer something by its API: written down in the caller's transaction, sent by a task after it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models.functions import Now

from support.audit.record import Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import Refused
from support.escalations.models import Escalation
from support.mail.attach import Attachment, load, that_fit
from support.mail.refusals import Unsendable
from support.printer_api.adapters import Unknown, adapter_of
from support.printer_api.message import Act
from support.printer_api.models import PrinterCall
from support.printer_rules.models import SecretKind
from support.printer_rules.rules import rules_of
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
    opened = escalation.printer_calls.filter(act=Act.OPEN).exclude(state__in=("refused", "given_up")).exists()
    return _say(asker, Act.ANSWER if opened else Act.OPEN, escalation, text, evidence)


def answer_printer(asker: Asker, escalation: Escalation, text: str, evidence: Sequence[Attachment] = ()) -> PrinterCall:
    """Add words and evidence to its claim. As ``open_at_printer``."""
    return _say(asker, Act.ANSWER, escalation, text, evidence)


def close_at_printer(asker: Asker, escalation: Escalation, text: str) -> PrinterCall:
    """Say that nothing more is wanted of its claim. As ``open_at_printer``."""
    return _say(asker, Act.CLOSE, escalation, text, ())


def _say(asker: Asker, act: Act, escalation: Escalation, text: str, evidence: Sequence[Attachment]) -> PrinterCall:
    key = f"{act}:{escalation.pk}:{escalation.changes}"
    before = PrinterCall.objects.filter(key=key).first()
    if before is not None:
        return before
    rules = rules_of(escalation.printer_id)
    if not rules.api_url:
        raise Refused(NO_WAY)
    if not live(escalation.printer_id, SecretKind.API).exists():
        raise Refused(UNKNOWN_THERE)
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
        return adapter_of(adapter).message(act, escalation, text, loaded)
    except Unsendable as error:
        raise Refused(str(error)) from error
    except Unknown as error:
        raise Refused(f"There is no way “{error.name}” of speaking to a printer’s API.") from error
