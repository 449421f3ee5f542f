"""Mails about somebody who is erased: that they were sent stays, what they said does not."""

from __future__ import annotations

from django.db.models import F, Q

from support.mail.models import Mail, MailEvent, MailState


def forget_mails(which: Q) -> int:
    """Take the words and the files' places away; what still waits is not sent. How many mails had any."""
    about = Mail.objects.filter(which)
    about.filter(state=MailState.WAITING).update(
        state=MailState.WITHDRAWN, trouble="The customer whom it was about is erased.", changes=F("changes") + 1
    )
    MailEvent.objects.filter(mail__in=about).exclude(words="").update(words="")
    gone = {"subject": "", "text": "", "html": "", "attachments": []}
    return about.exclude(text="").update(**gone, changes=F("changes") + 1)
