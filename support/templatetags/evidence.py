"""The evidence of an escalation, for pages that show it beside other things."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from support.escalations.models import Escalation
from support.shown.evidence import ShownEvidence, shown_evidence

register = template.Library()


@register.simple_tag
def evidence_of(request: HttpRequest, escalation: Escalation) -> ShownEvidence | None:
    """What whoever looks sees of it."""
    return shown_evidence(escalation, request.user)
