"""Which mails belong together: those of one escalation with one recipient, so that mail programs show them as one."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from support.mail.mime import message_id
from support.mail.models import Mail

MOST: Final = 10
FIRST_REGION: Final = "us-east-1"


def before(mail: Mail) -> list[str]:
    """The message ids of what went before it, oldest first: as SES spelt each, and as we did."""
    if mail.escalation_id is None:
        return []
    whose = {"escalation": mail.escalation_id, "recipient": mail.recipient, "recipient_id": mail.recipient_id}
    earlier = Mail.objects.filter(**whose, made_at__lt=mail.made_at).exclude(provider_id="").order_by("-made_at")
    return [spelt for each in reversed(earlier[:MOST]) for spelt in (message_id(each), _by_ses(each))]


def _by_ses(mail: Mail) -> str:
    """The Message-ID that SES gives a mail: its own id at a host of the region's."""
    if "@" in mail.provider_id:
        return f"<{mail.provider_id}>"
    host = "email" if settings.AWS_REGION == FIRST_REGION else settings.AWS_REGION
    return f"<{mail.provider_id}@{host}.amazonses.com>"
