"""Events of SES by hand, in the shape that AWS documents."""

from __future__ import annotations

import json
import uuid
from email.utils import parseaddr
from typing import Any

from django.conf import settings

from support.mail.models import Mail
from support.mail.ses import TAG

AT = "2026-11-25T12:00:00.123Z"


def event(name: str, mail: Mail, part: dict[str, Any], *, key: str = "", **more: Any) -> dict[str, Any]:
    """One event of a mail; ``part`` is what it tells beside it, under ``key`` or its own name."""
    about = {
        "timestamp": AT,
        "source": parseaddr(settings.MAIL_FROM)[1],
        "sendingAccountId": "111111111111",
        "messageId": mail.provider_id or "0100-unknown",
        "destination": [mail.address],
        "headersTruncated": False,
        "headers": [{"name": "From", "value": settings.MAIL_FROM}],
        "tags": {"ses:configuration-set": ["printdesk"], TAG: [mail.pk]},
    } | more
    return {"eventType": name, "mail": about, (key or name[0].lower() + name[1:]): part}


def sent(mail: Mail) -> dict[str, Any]:
    return event("Send", mail, {})


def delivery(mail: Mail) -> dict[str, Any]:
    part = {"timestamp": AT, "processingTimeMillis": 812, "recipients": [mail.address], "smtpResponse": "250 ok"}
    return event("Delivery", mail, part | {"reportingMTA": "a8-32.smtp-out.amazonses.com"})


def bounce(mail: Mail, type_: str = "Permanent", sub: str = "General", code: str = "550 5.1.1 unknown") -> Any:
    who = {"emailAddress": mail.address, "action": "failed", "status": "5.1.1", "diagnosticCode": f"smtp; {code}"}
    part = {"bounceType": type_, "bounceSubType": sub, "bouncedRecipients": [who], "timestamp": AT}
    return event("Bounce", mail, part | {"feedbackId": f"{type_}-{sub}-{mail.pk}", "reportingMTA": "dns; mx"})


def complaint(mail: Mail) -> dict[str, Any]:
    part = {"complainedRecipients": [{"emailAddress": mail.address}], "timestamp": AT, "feedbackId": f"c-{mail.pk}"}
    return event("Complaint", mail, part | {"complaintFeedbackType": "abuse", "userAgent": "Loop (https://x.example)"})


def delay(mail: Mail) -> dict[str, Any]:
    who = {"emailAddress": mail.address, "status": "4.4.1", "diagnosticCode": "smtp; 421 4.4.1 busy"}
    part = {"timestamp": AT, "delayType": "MailboxFull", "delayedRecipients": [who], "expirationTime": AT}
    return event("DeliveryDelay", mail, part)


def reject(mail: Mail) -> dict[str, Any]:
    return event("Reject", mail, {"reason": "Bad content"})


def rendering_failure(mail: Mail) -> dict[str, Any]:
    part = {"errorMessage": "Attribute 'x' is not there", "templateName": "T"}
    return event("Rendering Failure", mail, part, key="failure")


def by_sns(inner: dict[str, Any]) -> dict[str, Any]:
    """As SNS wraps it."""
    about = {"Type": "Notification", "MessageId": str(uuid.uuid4()), "TopicArn": "arn:aws:sns:eu-central-1:1:t"}
    return about | {"Subject": "Amazon SES Email Event Notification", "Message": json.dumps(inner), "Timestamp": AT}


def by_eventbridge(inner: dict[str, Any]) -> dict[str, Any]:
    """As EventBridge wraps it."""
    about = {"version": "0", "id": str(uuid.uuid4()), "detail-type": "Email Bounced", "source": "aws.ses"}
    return about | {"account": "111111111111", "time": AT, "region": "eu-central-1", "detail": inner}
