"""What still has to be seen before anybody pays, in words."""

from __future__ import annotations

from support.escalations.models import Escalation
from support.evidence.listing import missing
from support.reasons import evidence_names


def lacking(escalation: Escalation) -> list[str]:
    """Sentences, in the order in which the reason asks for them; none where all is there."""
    return [evidence_names()[name] for name in missing(escalation)]
