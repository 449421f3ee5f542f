"""A sender that is killed: between SES's answer and our row, and before SES was asked."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from support.mail import outbox, ses
from support.mail.feed import hear
from support.mail.models import Mail, MailState
from tests.mail import ses_events
from tests.mail.conftest import Outside, Post, fresh

pytestmark = pytest.mark.django_db(transaction=True)


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed(act: Callable[[], object]) -> None:
    """Does it in a process of its own, which is to die of SIGKILL."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def later() -> None:
    """The claim of whoever died is over."""
    Mail.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    outbox.sweep()
    outbox.sweep()


def test_after_ses_has_it_nothing_is_sent_again(
    posted: Post, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = posted()
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_sent", die)
        killed(lambda: outbox.send(mail.pk))
    later()
    assert (len(outside.sent), fresh(mail).state) == (1, MailState.MAYBE_SENT)
    outside.tell(ses_events.delivery(mail))
    assert (hear(), fresh(mail).state, len(outside.sent)) == (1, MailState.DELIVERED, 1)


def test_before_ses_was_asked_a_person_is(posted: Post, outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = posted()
    with monkeypatch.context() as patch:
        patch.setattr(ses, "hand_over", die)
        killed(lambda: outbox.send(mail.pk))
    later()
    assert (len(outside.sent), fresh(mail).state) == (0, MailState.MAYBE_SENT)


def test_while_it_is_made_another_sends_it(posted: Post, outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = posted()
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_made", die)
        killed(lambda: outbox.send(mail.pk))
    later()
    assert (len(outside.sent), fresh(mail).state) == (1, MailState.SENT)
