"""Sending mails: claimed by compare-and-set, handed to SES once. What may have been sent is not sent again unasked."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from support.mail import address, attach, mime, ses, thread
from support.mail.back import end_badly
from support.mail.change import change
from support.mail.models import Mail, MailState, Recipient
from support.mail.refusals import Unsendable

log = logging.getLogger(__name__)

CLAIM: Final = timedelta(seconds=60)
"""Longer than loading and handing over take; what a sender that died was about is settled after this."""

LONGEST_PAUSE: Final = 600
MOST_TRIES: Final = 60
"""Refused so often, about nine hours long, it is not tried any more by itself."""

SWEEP_SECONDS: Final = 20.0
AT_A_TIME: Final = 200

FREE: Final = Q(claimed_until=None) | Q(claimed_until__lt=Now())
UNKNOWN: Final = "SES was asked to send it, and its answer was lost: it may have been sent, or not."


def send(mail_id: str) -> bool:
    """Send one, unless somebody else is at it; False where SES, or what it is made of, did not answer just now."""
    mail = _claim(mail_id)
    if mail is None:
        return True
    try:
        to, raw = _made(mail)
        # From here on it may have been sent, whoever dies.
        if change(mail, [MailState.WAITING], state=MailState.SENDING, claimed_until=timezone.now() + CLAIM):
            _sent(mail, ses.hand_over(mail.pk, to, raw))
    except Unsendable as error:
        _failed(mail, str(error))
    except ses.Unanswered as error:
        log.warning("mail %s may have been sent: %s", mail.pk, error)
        end_badly(mail, [MailState.SENDING], MailState.MAYBE_SENT, UNKNOWN)
    except (ses.NotNow, BotoCoreError, ClientError) as error:
        return _later(mail, error)
    return True


def sweep() -> None:
    """See to senders that died; then send what no task has sent, oldest first, until SES takes no more."""
    if not settings.MAIL_FROM:
        return
    settle_abandoned()
    until = time.monotonic() + SWEEP_SECONDS
    for mail_id in waiting().values_list("pk", flat=True)[:AT_A_TIME]:
        if not send(mail_id) or time.monotonic() > until:
            return


def waiting() -> QuerySet[Mail]:
    """What is to be sent now and nobody is sending, oldest first."""
    return Mail.objects.filter(FREE, state=MailState.WAITING, not_before__lte=Now()).order_by("not_before", "pk")


def settle_abandoned() -> None:
    """What a sender was sending as it died may have been sent: an event of SES will tell, or a person decides."""
    for mail in Mail.objects.filter(state=MailState.SENDING, claimed_until__lt=Now())[:AT_A_TIME]:
        end_badly(mail, [MailState.SENDING], MailState.MAYBE_SENT, UNKNOWN)


def _claim(mail_id: str) -> Mail | None:
    """The mail, ours alone for a while; None where it is sent, or somebody else's, or none is sent from here."""
    if not settings.MAIL_FROM:
        return None
    taken = waiting().filter(pk=mail_id).order_by()
    if not taken.update(claimed_until=Now() + CLAIM, attempts=F("attempts") + 1):
        return None
    return Mail.objects.get(pk=mail_id)


def _made(mail: Mail) -> tuple[str, bytes]:
    """Where it goes, and its bytes. Raises Unsendable, and what the stores do."""
    to = address.customers(mail.recipient_id) if mail.recipient == Recipient.CUSTOMER else mail.address
    return to, mime.spelt(mail, to, attach.load(mail.attachments), thread.before(mail))


def _sent(mail: Mail, provider_id: str) -> None:
    """It is with SES; what was told of it meanwhile counts more."""
    ours = {"provider_id": provider_id, "sent_at": timezone.now()}
    open_ = [MailState.SENDING, MailState.MAYBE_SENT, MailState.WAITING]
    if not change(mail, open_, state=MailState.SENT, trouble="", claimed_until=None, **ours):
        Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, provider_id="").update(**ours)


def _failed(mail: Mail, words: str) -> None:
    end_badly(mail, [MailState.WAITING, MailState.SENDING], MailState.FAILED, words, settled_at=timezone.now())


def _later(mail: Mail, error: Exception) -> bool:
    """Try again after a pause that grows, and not for ever."""
    said = error.response["Error"]["Code"] if isinstance(error, ClientError) else str(error) or type(error).__name__
    said = said if isinstance(error, ses.NotNow | ClientError) else type(error).__name__
    log.warning("mail %s was not taken, try %s: %s", mail.pk, mail.attempts, said)
    if mail.attempts % MOST_TRIES == 0:
        _failed(mail, f"It was refused {MOST_TRIES} times, at last with {said}, and is not tried any more by itself.")
        return False
    pause = timedelta(seconds=min(2 ** min(mail.attempts, 20), LONGEST_PAUSE))
    states = [MailState.WAITING, MailState.SENDING]
    words = f"Not taken yet ({said}); it is tried again by itself."
    change(mail, states, state=MailState.WAITING, trouble=words, claimed_until=None, not_before=timezone.now() + pause)
    return False
