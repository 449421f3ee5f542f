"""Word to colleagues about an escalation: without customers in it, once for each thing that happens."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse

from support.commands.people import called
from support.escalations.models import Escalation, EscalationState
from support.escalations.names import about, name_of
from support.notices.models import NoticeKind
from support.notices.tell import tell


def tell_owner(escalation: Escalation, by: User | None) -> None:
    """That somebody else has moved what is theirs."""
    if escalation.owner is None or escalation.owner == by:
        return
    who = called(by) if by else "A program"
    state = EscalationState(escalation.state)
    text = f"{who} moved an escalation of yours to “{name_of(state, escalation.party)}”: {about(escalation)}"
    word(escalation, escalation.owner, f"moved:{escalation.changes}", text)


def tell_new_owner(escalation: Escalation, by: User | None) -> None:
    """That something is theirs now."""
    if escalation.owner is None or escalation.owner == by:
        return
    who = called(by) if by else "A program"
    word(
        escalation,
        escalation.owner,
        f"given:{escalation.changes}",
        f"{who} gave you an escalation: {about(escalation)}",
    )


def word(escalation: Escalation, person: User, what: str, text: str) -> None:
    """A sentence that leads to its page."""
    address = reverse("escalation", args=[escalation.pk])
    tell(person, NoticeKind.ESCALATION, f"escalation:{escalation.pk}:{what}", escalation.order_id, text, address)
