"""Word to ops about printers' calls: once for each thing, without anything that a printer wrote."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from dashboard.roles import Role
from orders.printers import find_printer
from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.notices.models import NoticeKind
from support.notices.tell import tell
from support.webhooks.models import Webhook, WebhookState

CLASHED: Final = EventType("webhook.clashed", "sent another body under the id of {target}: it was refused")
UNREAD: Final = EventType("webhook.unreadable", "sent signed calls that are none of ours: {why}")
CLASH: Final = "The printer sent another body under this id. It was refused; what is here came first."


def printer_actor(printer_id: str) -> Actor:
    """A printer as the audit names it: by its signature, or by what its API answered us."""
    return Actor(f"printer:{printer_id}", "printer")


@transaction.atomic
def tell_of_clash(stored: Webhook) -> None:
    """That another body came under the id of a stored call: in the audit and to ops, once."""
    first = Webhook.objects.filter(pk=stored.pk).exclude(trouble=CLASH).update(trouble=CLASH)
    if first:
        record(printer_actor(stored.printer_id), CLASHED, Target("webhook", str(stored.pk)))
        _tell(f"webhook:{stored.pk}:clash", stored, "sent two different calls under one id")


@transaction.atomic
def tell_of_unreadable(printer_id: str, why: str) -> None:
    """That a signed call was refused because of its body: once a day and printer."""
    key = f"webhook-unreadable:{printer_id}:{timezone.now():%Y-%m-%d}"
    text = f"{name_of(printer_id)} signs calls that cannot be read and are refused: {why}"
    if tell_ops(key, text, f"{reverse('webhooks')}?state=all"):
        record(printer_actor(printer_id), UNREAD, Target("printer", printer_id), details={"why": why})


def tell_of_raised(call: Webhook) -> None:
    """That a call waits for a person."""
    unknown = call.state == WebhookState.UNKNOWN
    said = "said something that nobody understands" if unknown else "sent a call that could not be processed"
    _tell(f"webhook:{call.pk}:{call.state}", call, said)


def tell_ops(key: str, text: str, address: str) -> int:
    """A sentence to everybody who can do something about calls; how many there are."""
    people = User.objects.filter(is_active=True, groups__name=Role.OPS.value)
    for person in people:
        tell(person, NoticeKind.WEBHOOK, key, "", text, address)
    return len(people)


def name_of(printer_id: str) -> str:
    """A printer as people call it; its id where its row cannot be read."""
    printer = find_printer(printer_id)
    return (printer.name if printer else "") or printer_id


def _tell(key: str, call: Webhook, said: str) -> None:
    tell_ops(key, f"{name_of(call.printer_id)} {said}.", reverse("webhook", args=[call.pk]))
