"""A mail goes out once: whoever asks, however often, and whatever is lost on the way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError
from django.db import connection, transaction
from django.utils import timezone

from dashboard.roles import Role
from orders import cloud as clients
from support.commands.refusals import Invalid
from support.mail import outbox
from support.mail.models import Mail, MailState, Recipient
from support.mail.post import Letter, NoMail, post
from support.notices.models import Notice
from tests.commands.conftest import Desk, Staff
from tests.mail.conftest import PRINTER, TESTS, Outside, Post, fresh

S = MailState
pytestmark = pytest.mark.django_db


class Broken:
    """SES that raises, before or after it took the mail."""

    def __init__(self, error: Exception, *, takes: bool) -> None:
        self.real, self.error, self.takes, self.asked = clients.ses(), error, takes, 0

    def send_email(self, **about: Any) -> dict[str, Any]:
        self.asked += 1
        if self.takes:
            self.real.send_email(**about)
        raise self.error


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a broken SES in the place of the emulator's."""

    def put(error: Exception, *, takes: bool = False) -> Broken:
        broken = Broken(error, takes=takes)
        monkeypatch.setattr(clients, "ses", lambda: broken)
        return broken

    return put


def refused(code: str, status: int = 400) -> ClientError:
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "SendEmail")


def test_a_mail_is_sent_once_however_often_it_is_asked_for(posted: Post, outside: Outside) -> None:
    mail = posted()
    assert [outbox.send(mail.pk) for _ in range(3)] == [True] * 3
    outbox.sweep()
    [one] = outside.sent
    assert (one["To"], fresh(mail).state, fresh(mail).provider_id) == ([PRINTER], S.SENT, one["MessageId"])


@pytest.mark.django_db(transaction=True)
def test_twenty_senders_at_once_send_one(posted: Post, outside: Outside) -> None:
    mail = posted()

    def one(_: int) -> None:
        outbox.send(mail.pk)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(20)))
    assert len(outside.sent) == 1


def test_the_same_letter_is_posted_once(posted: Post) -> None:
    assert posted(key="k").pk == posted(key="k").pk


@pytest.mark.parametrize("error", [refused("TooManyRequestsException", 429), ConnectTimeoutError(endpoint_url="x")])
def test_what_was_certainly_not_taken_is_tried_again_later(
    posted: Post, outside: Outside, breaks: Any, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    mail, broken = posted(), breaks(error)
    outbox.sweep()
    outbox.sweep()
    assert (broken.asked, fresh(mail).state) == (1, S.WAITING)
    assert "tried again" in fresh(mail).trouble
    monkeypatch.setattr(clients, "ses", lambda: broken.real)
    Mail.objects.update(not_before=timezone.now())
    outbox.sweep()
    assert (len(outside.sent), fresh(mail).state, fresh(mail).trouble) == (1, S.SENT, "")


def test_what_ses_will_never_take_fails_and_somebody_hears_of_it(posted: Post, breaks: Any, staff: Staff) -> None:
    senior, mail = staff(Role.SENIOR), posted()
    breaks(refused("MessageRejected"))
    outbox.sweep()
    assert fresh(mail).state == S.FAILED
    assert Notice.objects.get(person=senior.person).address == f"/mails/{mail.pk}/"


@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.parametrize("error", [ReadTimeoutError(endpoint_url="x"), refused("InternalFailure", 500)])
def test_a_lost_answer_is_maybe_sent_and_not_tried_again(
    posted: Post, outside: Outside, breaks: Any, error: Exception, taken: bool
) -> None:
    mail, broken = posted(), breaks(error, takes=taken)
    outbox.sweep()
    Mail.objects.update(not_before=timezone.now() - timedelta(days=1), claimed_until=None)
    outbox.sweep()
    assert (broken.asked, len(outside.sent), fresh(mail).state) == (1, int(taken), S.MAYBE_SENT)


def test_a_sender_that_died_before_it_asked_is_followed_by_another(posted: Post, outside: Outside) -> None:
    mail = posted()
    outbox._claim(mail.pk)
    Mail.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    outbox.sweep()
    assert (len(outside.sent), fresh(mail).state) == (1, S.SENT)


def test_an_answer_that_comes_late_still_counts(posted: Post, outside: Outside) -> None:
    mail = posted()
    claimed = outbox._claim(mail.pk)
    assert claimed is not None
    Mail.objects.update(state=S.SENDING, claimed_until=timezone.now() - timedelta(seconds=1))
    outbox.sweep()
    assert fresh(mail).state == S.MAYBE_SENT
    outbox._sent(claimed, "0100-late")
    assert (fresh(mail).state, fresh(mail).provider_id) == (S.SENT, "0100-late")


def test_no_mail_is_posted_without_a_sender(printer: str, settings: Any) -> None:
    settings.MAIL_FROM = ""
    with pytest.raises(NoMail, match="MAIL_FROM"), transaction.atomic():
        post(TESTS, a_letter())
    assert not Mail.objects.exists()


def test_no_mail_is_posted_to_who_has_no_address(desk: Desk) -> None:
    with pytest.raises(NoMail, match="No e-mail address"), transaction.atomic():
        post(TESTS, a_letter())


@pytest.mark.parametrize("bad", ["a\0b", "a\ud800", "", "x" * 60_000])
def test_bad_words_are_refused(printer: str, bad: str) -> None:
    with pytest.raises(Invalid), transaction.atomic():
        post(TESTS, a_letter(text=bad))


def test_a_customer_is_looked_up_as_it_is_sent_and_not_kept(posted: Post, outside: Outside, desk: Desk) -> None:
    desk.put("users", {"user_id": "u-1", "email": "ines@exämple.com", "name": "Ines"})
    mail = posted(recipient=Recipient.CUSTOMER, recipient_id="u-1")
    outbox.sweep()
    assert (outside.sent[0]["To"], fresh(mail).address) == (["ines@xn--exmple-cua.com"], "")


def test_a_customer_who_is_gone_fails_with_words(posted: Post, outside: Outside) -> None:
    mail = posted(recipient=Recipient.CUSTOMER, recipient_id="u-404")
    outbox.sweep()
    assert (fresh(mail).state, outside.sent) == (S.FAILED, [])
    assert "account is gone" in fresh(mail).trouble


def test_nothing_is_sent_of_a_transaction_that_is_undone(printer: str, outside: Outside) -> None:
    with transaction.atomic():
        post(TESTS, a_letter())
        transaction.set_rollback(True)
    outbox.sweep()
    assert outside.sent == []


def a_letter(**more: Any) -> Letter:
    about: dict[str, Any] = {"recipient": Recipient.PRINTER, "recipient_id": "koeln", "subject": "A", "text": "B"}
    return Letter(**(about | {"key": "k"} | more))
