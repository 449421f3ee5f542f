"""Handing a mail to SES, once; and what its answer means: taken, not now, never, or nobody knows."""

from __future__ import annotations

from typing import Any, Final

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ProxyConnectionError,
    SSLError,
)
from django.conf import settings

from orders import cloud
from support.mail.refusals import Unsendable

TAG: Final = "printdesk-mail"
"""The name of the tag by which SES’s events carry a mail’s id."""

NEVER_SENT: Final = (
    EndpointConnectionError,
    ConnectTimeoutError,
    ProxyConnectionError,
    SSLError,
    NoCredentialsError,
    PartialCredentialsError,
)
"""What boto3 raises before a byte of the request is on its way."""

ITS_FAULT: Final = frozenset(
    {"MessageRejected", "BadRequestException", "BadRequest", "InvalidParameterValue", "ValidationException"}
)
"""Codes that are about the mail itself: the same mail would be refused again."""

FIRST_SERVER_ERROR: Final = 500
NO_ANSWER_IN_TIME: Final = 408


class NotNow(Exception):
    """It was certainly not taken, and may be later; the message names why."""


class Unanswered(Exception):
    """It was asked, and nobody knows whether it was taken."""


def hand_over(mail_id: str, to: str, raw: bytes) -> str:
    """SES's own id of the mail. Raises NotNow, Unsendable and Unanswered."""
    more: dict[str, Any] = {}
    if settings.SES_CONFIGURATION_SET:
        more["ConfigurationSetName"] = settings.SES_CONFIGURATION_SET
    try:
        answer = cloud.ses().send_email(
            FromEmailAddress=settings.MAIL_FROM,
            Destination={"ToAddresses": [to]},
            Content={"Raw": {"Data": raw}},
            EmailTags=[{"Name": TAG, "Value": mail_id}],
            **more,
        )
        return str(answer["MessageId"])
    except ClientError as error:
        raise _refused(error) from error
    except NEVER_SENT as error:
        raise NotNow(type(error).__name__) from error
    except (BotoCoreError, HTTPClientError, KeyError) as error:
        raise Unanswered(type(error).__name__) from error


def _refused(error: ClientError) -> Exception:
    """What an answer that is none of success means. Its words may hold addresses: only its code is kept."""
    code = str(error.response.get("Error", {}).get("Code", "")) or "without a code"
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", FIRST_SERVER_ERROR)
    if status >= FIRST_SERVER_ERROR or status == NO_ANSWER_IN_TIME:
        return Unanswered(f"{code} ({status})")
    if code in ITS_FAULT:
        return Unsendable(f"SES refused it ({code}): its sender, recipient or content is none that it takes.")
    return NotNow(code)
