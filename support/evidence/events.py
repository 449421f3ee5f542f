"""What the audit is told of evidence: ids and names of what it shows, never what its sender called it."""

from __future__ import annotations

from typing import Final

from support.audit.record import Actor, Target
from support.audit.types import EventType
from support.escalations.models import Escalation
from support.evidence.models import UploadLink

ADDED: Final = EventType("evidence.added", "added the file {evidence} to {target}")
REFUSED: Final = EventType("evidence.refused", "refused the file {evidence} of {target}: {why}")
SEEN: Final = EventType("evidence.seen", "looked at the photo {evidence} of {target}")
ASSIGNED: Final = EventType("evidence.assigned", "said that the file {evidence} of {target} shows: {shows}")
WITHDRAWN: Final = EventType("evidence.withdrawn", "withdrew the file {evidence} from {target}")
LINK_MADE: Final = EventType("evidence.link_made", "made a link to upload photos to {target}: {wanted}")
LINK_USED: Final = EventType("evidence.link_used", "sent photos to {target} by a link: {count}")
LINK_REVOKED: Final = EventType("evidence.link_revoked", "revoked a link to upload photos to {target}")

OURSELVES: Final = Actor("printdesk", "service")


def target_of(escalation: Escalation) -> Target:
    """What all of it is about."""
    return Target("escalation", escalation.pk, escalation.order_id)


def customer(link: UploadLink) -> Actor:
    """Whoever holds a link, whose name nobody asks."""
    return Actor(f"link:{link.pk}", "customer")
