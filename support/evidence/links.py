"""Links by which a customer sends photos without an account: made, looked up, used once, revoked.

The secret is in the link alone; the row has its SHA-256.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from dashboard.permissions import Permission
from orders.answer.reply import language_of
from support.audit.record import record
from support.commands.ask import settled
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere, Refused
from support.escalations.hold import hold
from support.escalations.models import CLOSED
from support.escalations.word import word
from support.evidence.customer import ASKED
from support.evidence.events import LINK_MADE, LINK_REVOKED, LINK_USED, customer, target_of
from support.evidence.listing import LIVE
from support.evidence.models import Evidence, UploadLink

SECRET_BYTES: Final = 32
SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")
LONGEST_LANGUAGE: Final = 35


class Dead(Exception):
    """A link that was used, revoked, or is too old; or one that never was: nobody is told which."""


def make_link(asker: Asker, escalation_id: str, wanted: Collection[str], language: str) -> str:
    """The address that a customer is sent, shown once. ``wanted`` are names of evidence that a customer can be asked
    for; ``language`` is a locale. Raises NotAllowed, NotThere, Invalid, Refused, Busy.
    """
    if not asker.may(Permission.ADD_EVIDENCE):
        raise NotAllowed(Permission.ADD_EVIDENCE)
    if not wanted:
        raise Invalid(wanted="Choose what the customer is to send.")
    if set(wanted) - ASKED.keys():
        raise Invalid(wanted="Choose from the list what the customer is to send.")
    if not language.isascii() or len(language) > LONGEST_LANGUAGE:
        raise Invalid(language="Choose a language from the list.")
    return settled(lambda: _make(asker, escalation_id, list(dict.fromkeys(wanted)), language_of(language).code))


def find_link(secret: str) -> UploadLink:
    """The link of a secret. Raises Dead."""
    if not SECRET.fullmatch(secret):
        raise Dead
    link = UploadLink.objects.filter(digest=_digest(secret)).first()
    if link is None:
        raise Dead
    check_live(link)
    return link


def check_live(link: UploadLink) -> None:
    """Raises Dead."""
    if not UploadLink.objects.filter(LIVE, pk=link.pk).exists():
        raise Dead


def held_link(pk: int) -> UploadLink:
    """A link that nobody else changes until the transaction ends."""
    return UploadLink.objects.select_for_update().get(pk=pk)


def use(link: UploadLink) -> int:
    """The customer has sent all they want to; how many files that is. The link is good no more. Raises Dead, Busy."""
    return settled(lambda: _use(link))


def revoke(asker: Asker, link_id: int) -> UploadLink:
    """Nobody uses it any more. Raises NotAllowed, NotThere, Busy."""
    if not asker.may(Permission.ADD_EVIDENCE):
        raise NotAllowed(Permission.ADD_EVIDENCE)
    return settled(lambda: _revoke(asker, link_id))


@transaction.atomic
def _make(asker: Asker, escalation_id: str, wanted: list[str], language: str) -> str:
    escalation, now = hold(escalation_id)
    if escalation.state in CLOSED:
        raise Refused("This escalation is over. Reopen it before its customer is asked for something.")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    event = record(asker.actor, LINK_MADE, target_of(escalation), details={"wanted": ", ".join(wanted)})
    UploadLink.objects.create(
        escalation=escalation,
        digest=_digest(secret),
        wanted=wanted,
        language=language,
        made_at=now,
        expires_at=now + timedelta(hours=settings.UPLOAD_LINK_HOURS),
        person=asker.person,
        event=event,
    )
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('evidence-customer', args=[secret])}"


@transaction.atomic
def _use(link: UploadLink) -> int:
    escalation, now = hold(link.escalation_id)
    if not UploadLink.objects.filter(LIVE, pk=link.pk).update(used_at=now):
        raise Dead
    count = Evidence.objects.filter(link=link).count()
    record(customer(link), LINK_USED, target_of(escalation), details={"count": count})
    if escalation.owner is not None:
        files = "no photos" if not count else f"{count} photo{'s' if count > 1 else ''}"
        word(escalation, escalation.owner, f"link:{link.pk}", f"The customer has sent {files} by the link")
    return count


@transaction.atomic
def _revoke(asker: Asker, link_id: int) -> UploadLink:
    link = UploadLink.objects.filter(pk=link_id).first()
    if link is None:
        raise NotThere("There is no such link.")
    escalation, now = hold(link.escalation_id)
    if UploadLink.objects.filter(LIVE, pk=link_id).update(revoked_at=now):
        record(asker.actor, LINK_REVOKED, target_of(escalation))
    return link


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
