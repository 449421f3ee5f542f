"""What SES tells of a mail, read out of a message of the queue: as SNS wraps it, as SNS passes it on raw, or as
EventBridge does.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from support import masking
from support.mail.ses import TAG
from support.mail.told import Kind

LONGEST_TYPE: Final = 30
LONGEST_WORDS: Final = 500
LONGEST_ID: Final = 200
MOST_NAMED: Final = 50

KINDS: Final = MappingProxyType(
    {
        "send": Kind.SEND,
        "delivery": Kind.DELIVERY,
        "deliverydelay": Kind.DELAY,
        "complaint": Kind.COMPLAINT,
        "reject": Kind.REJECT,
        "renderingfailure": Kind.RENDERING_FAILURE,
    }
)
"""By SES's names without spaces, in small letters; its bounces are told apart by their type."""

BOUNCES: Final = MappingProxyType({"Permanent": Kind.BOUNCE_PERMANENT, "Transient": Kind.BOUNCE_TRANSIENT})
PARTS: Final = ("bounce", "complaint", "delivery", "deliveryDelay", "reject", "failure", "send")
"""Where an event keeps what is its own."""


class Unreadable(Exception):
    """The message is none of SES's events; the message says what is missing, without its contents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event. ``id`` is the same however often and however wrapped it comes. ``type`` is a ``Kind``, or SES's own
    name of what we do not know. ``mail_id`` is that of the tag, "" without one; ``provider_id`` SES's. ``at`` is None
    where it does not say. ``words`` hold no address.
    """

    id: str
    type: str
    mail_id: str
    provider_id: str
    source: str
    destination: frozenset[str]
    at: datetime | None
    words: str


def read(body: str) -> Told:
    """The event in a message. Raises Unreadable."""
    event = _inner(_object(body))
    mail = event.get("mail")
    name = event.get("eventType") or event.get("notificationType")
    if not isinstance(mail, dict) or not isinstance(name, str):
        raise Unreadable("It names no mail and no kind of event.")
    part = _part(event)
    return Told(
        id=_id(name, mail, part),
        type=_type(name, part),
        mail_id=_tagged(mail),
        provider_id=_text(mail.get("messageId"))[:LONGEST_ID],
        source=_text(mail.get("source")),
        destination=frozenset(_text(each).strip().lower() for each in _list(mail.get("destination"))),
        at=_time(part.get("timestamp")) or _time(mail.get("timestamp")),
        words=_words(part),
    )


def _object(text: Any) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise Unreadable("It is no JSON.") from error
    if not isinstance(told, dict):
        raise Unreadable("It is no JSON object.")
    return told


def _inner(told: dict[str, Any]) -> dict[str, Any]:
    """The event without what it was wrapped in."""
    if told.get("Type") == "Notification" and "Message" in told:
        return _object(told["Message"])
    if told.get("source") == "aws.ses" and isinstance(told.get("detail"), dict):
        return dict(told["detail"])
    return told


def _part(event: Mapping[str, Any]) -> dict[str, Any]:
    return next((event[name] for name in PARTS if isinstance(event.get(name), dict) and event[name]), {})


def _type(name: str, part: Mapping[str, Any]) -> str:
    plain = re.sub(r"[\s_-]", "", name).lower()
    if plain == "bounce":
        return BOUNCES.get(_text(part.get("bounceType")), Kind.BOUNCE_UNDETERMINED).value
    known = KINDS.get(plain)
    return known.value if known else _text(name).strip().lower()[:LONGEST_TYPE] or "unnamed"


def _id(name: str, mail: Mapping[str, Any], part: Mapping[str, Any]) -> str:
    """Of what SES wrote, not of what carried it: the same event may come over two ways."""
    about = (part.get("feedbackId"), part.get("timestamp"), _addresses(part))
    return hashlib.sha256(repr((name, mail.get("messageId"), *about)).encode("utf-8", "replace")).hexdigest()


def _tagged(mail: Mapping[str, Any]) -> str:
    tags = mail.get("tags")
    found = _list(tags.get(TAG)) if isinstance(tags, dict) else ()
    return _text(found[0])[:LONGEST_ID] if found else ""


def _words(part: Mapping[str, Any]) -> str:
    """What went wrong in SES's words and those of the server that it spoke to, without addresses."""
    told = [_text(part.get(name)) for name in ("bounceType", "bounceSubType", "complaintFeedbackType", "delayType")]
    told = [" ".join(filter(None, told))]
    told += [_text(part.get(name)) for name in ("reason", "errorMessage", "smtpResponse")]
    told += [_text(each.get("diagnosticCode") or each.get("status")) for each in _recipients(part)]
    words = ": ".join(dict.fromkeys(filter(None, told)))
    return masking.scrub(" ".join(words.split()), masking.NOTHING)[:LONGEST_WORDS]


def _recipients(part: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    lists = (_list(part.get(name)) for name in ("bouncedRecipients", "complainedRecipients", "delayedRecipients"))
    return [each for found in lists for each in found if isinstance(each, dict)]


def _addresses(part: Mapping[str, Any]) -> list[str]:
    return sorted(_text(each.get("emailAddress")) for each in _recipients(part))


def _list(found: Any) -> Sequence[Any]:
    return found[:MOST_NAMED] if isinstance(found, list) else ()


def _text(found: Any) -> str:
    """Text as PostgreSQL takes it; "" for anything else."""
    return found.encode("utf-8", "replace").decode().replace("\0", "\ufffd") if isinstance(found, str) else ""


def _time(found: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(_text(found))
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC) if 1 < at.year < 9999 else None  # noqa: PLR2004 others leave no room for a zone
