"""What the audit says of escalations, in words."""

from __future__ import annotations

import pytest

from support.commands.asker import Asker
from support.escalations.change import assign, rate, say
from support.escalations.models import Escalation
from support.escalations.move import move
from support.models import AuditEvent
from support.shown.audit import shown_events

pytestmark = pytest.mark.django_db


def test_each_act_is_told_in_words(opened: Escalation, agent: Asker, senior: Asker) -> None:
    assert senior.person is not None
    move(agent, opened.pk, "sent_to_printer", "secret words")
    rate(agent, opened.pk, "urgent")
    say(agent, opened.pk, "secret words")
    assign(agent, opened.pk, senior.person.pk)
    told = shown_events(list(AuditEvent.objects.order_by("number")), agent.roles)
    short = opened.pk[:8]
    assert [event.said for event in told] == [
        "escalated print job j-2: Damaged on the way (high)",
        f"moved escalation {short} from open to sent to printer",
        f"changed how bad escalation {short} is from high to urgent",
        f"added words to escalation {short}",
        f"gave escalation {short} to Ana L.",
    ]
    assert all(link.address.startswith(("/escalations/", "/orders/")) for event in told for link in event.links)
    assert not any("secret" in f"{event.said} {event.reason} {event.event.details}" for event in told)
