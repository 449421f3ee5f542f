"""Changing a mail on the condition of what it was: the one way its state moves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import F

from support.mail.models import Mail, MailState


def change(mail: Mail, was: Collection[MailState], **values: Any) -> bool:
    """Whether it was in one of the states, of the same attempt, and is changed now."""
    same = Mail.objects.filter(pk=mail.pk, state__in=was, attempts=mail.attempts)
    if same.update(changes=F("changes") + 1, **values) != 1:
        return False
    for name, value in values.items():
        setattr(mail, name, value)
    mail.changes += 1
    return True
