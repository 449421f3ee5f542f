"""What was said about an escalation, for its page."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from support.commands.asker import Asker
from support.shown.conversation import Conversation, conversation
from support.shown.escalation_page import EscalationPage

register = template.Library()


@register.simple_tag
def talk_of(request: HttpRequest, page: EscalationPage) -> Conversation:
    """The conversation as whoever looks sees it."""
    return conversation(page.shown.escalation, Asker.staff(request.user), page.mask)
