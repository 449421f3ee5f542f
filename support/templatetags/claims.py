"""Claims, for pages that show them beside other things."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.http import HttpRequest
from django.utils import timezone

from dashboard.permissions import Permission
from support.claims.totals import Total, totals_of
from support.commands.asker import Asker
from support.escalations.models import Escalation
from support.notes.models import LONGEST_TEXT
from support.shown.claim_form import ClaimForm, claim_form

register = template.Library()


@register.simple_tag
def claiming_of(request: HttpRequest, escalation: Escalation) -> ClaimForm | None:
    """The claims of an escalation and the form for another, for whoever looks; None where they may see none."""
    asker = Asker.staff(request.user)
    return claim_form(escalation, asker) if asker.may(Permission.VIEW_CLAIMS) else None


@register.simple_tag
def claims_of_printer(request: HttpRequest, printer_id: str) -> Sequence[Total] | None:
    """What became of the claims against a printer; None for who may see none."""
    asker = Asker.staff(request.user)
    return totals_of(printer_id, timezone.now()) if asker.may(Permission.VIEW_CLAIMS) else None


@register.simple_tag
def longest_words() -> int:
    """How long the words of a claim may be."""
    return LONGEST_TEXT
