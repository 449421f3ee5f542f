"""What a person does about a call that could not be understood: process it again, or dismiss it with a reason."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import transaction

from dashboard.permissions import Permission
from support.audit.record import LONGEST_REASON, Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere, Refused
from support.webhooks.models import Webhook, WebhookState
from support.webhooks.process import process

AGAIN: Final = EventType("webhook.again", "had {target} of printer {printer} processed again")
DISMISSED: Final = EventType("webhook.dismissed", "dismissed {target} of printer {printer}")
MENDABLE: Final = (WebhookState.UNKNOWN, WebhookState.FAILED, WebhookState.DISMISSED)
DISMISSABLE: Final = (WebhookState.UNKNOWN, WebhookState.FAILED)
OVER: Final = "It is {state} by now. Nothing was changed."
WHY: Final = "Say why, so that whoever finds the call again knows."


def process_again(asker: Asker, webhook_id: int) -> Webhook:
    """Process it with the mapping of now. Raises NotAllowed, NotThere, Refused where it waits for nobody."""
    with transaction.atomic():
        held = _held(asker, webhook_id, MENDABLE)
        record(asker.actor, AGAIN, Target("webhook", str(held.pk)), details={"printer": held.printer_id})
        fresh = {"state": WebhookState.STORED, "attempts": 0, "claimed_until": None, "processed_at": None}
        Webhook.objects.filter(pk=held.pk).update(**fresh)
    process(webhook_id)
    return Webhook.objects.get(pk=webhook_id)


@transaction.atomic
def dismiss(asker: Asker, webhook_id: int, reason: str) -> None:
    """Nothing is to be done about it. Raises NotAllowed, NotThere, Invalid without a reason, Refused."""
    held = _held(asker, webhook_id, DISMISSABLE)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Invalid(reason=WHY if not reason.strip() else f"At most {LONGEST_REASON:,} characters.")
    about = Target("webhook", str(held.pk), held.escalation.order_id if held.escalation else "")
    record(asker.actor, DISMISSED, about, reason=reason, details={"printer": held.printer_id})
    Webhook.objects.filter(pk=held.pk).update(state=WebhookState.DISMISSED)


def _held(asker: Asker, webhook_id: int, states: Collection[WebhookState]) -> Webhook:
    if asker.person is None or not asker.may(Permission.MEND_WEBHOOK):
        raise NotAllowed(Permission.MEND_WEBHOOK)
    held = Webhook.objects.select_for_update(of=("self",)).select_related("escalation").filter(pk=webhook_id).first()
    if held is None:
        raise NotThere("There is no such call.")
    if held.state not in states:
        raise Refused(OVER.format(state=held.state))
    return held
