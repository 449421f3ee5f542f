"""What SES tells comes back: once, in any order and wrapping, and nothing forged or broken does harm."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from django.db import transaction

from support.escalations.models import Escalation, Step
from support.mail import mend, outbox
from support.mail.feed import hear
from support.mail.models import Mail, MailEvent, MailState
from support.mail.post import NoMail
from support.mail.told import Kind, come_to
from support.models import AuditEvent
from support.notices.models import Notice
from tests.mail import ses_events as ses
from tests.mail.conftest import Outside, Post, fresh

S = MailState
pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(posted: Post, outside: Outside, misprint: Escalation) -> Mail:
    """A mail about the escalation that SES has."""
    mail = posted(escalation=misprint)
    outbox.send(mail.pk)
    return fresh(mail)


def told(outside: Outside, *messages: object) -> None:
    outside.tell(*messages)
    while hear():
        pass


@pytest.mark.parametrize("wrapped", [dict, ses.by_sns, ses.by_eventbridge])
def test_an_event_counts_however_it_is_wrapped(outside: Outside, sent: Mail, wrapped: Any) -> None:
    told(outside, wrapped(ses.delivery(sent)))
    assert (fresh(sent).state, fresh(sent).events.get().type) == (S.DELIVERED, "delivery")


def test_the_same_event_counts_once(outside: Outside, sent: Mail) -> None:
    back = ses.bounce(sent)
    told(outside, back, ses.by_sns(back), ses.by_eventbridge(back))
    assert (MailEvent.objects.count(), Step.objects.filter(event__type="escalation.mail_troubled").count()) == (1, 1)


@pytest.mark.parametrize(
    ("make", "state"),
    [
        (ses.sent, S.SENT),
        (ses.delay, S.SENT),
        (lambda mail: ses.bounce(mail, "Transient", "MailboxFull", "452 4.2.2 full"), S.BOUNCED),
        (lambda mail: ses.bounce(mail, "Undetermined", "Undetermined"), S.BOUNCED),
        (lambda mail: ses.bounce(mail, "Permanent", "Suppressed"), S.BOUNCED),
        (ses.complaint, S.COMPLAINED),
        (ses.reject, S.FAILED),
        (ses.rendering_failure, S.FAILED),
    ],
)
def test_each_event_brings_a_mail_where_it_belongs(outside: Outside, sent: Mail, make: Any, state: MailState) -> None:
    told(outside, make(sent))
    assert fresh(sent).state == state


def test_a_mail_ends_the_same_in_whatever_order_it_is_told() -> None:
    for types in itertools.chain.from_iterable(itertools.combinations(Kind, n) for n in range(4)):
        assert len({come_to(list(order)) for order in itertools.permutations(types)}) == 1


@pytest.mark.parametrize("first", [ses.delivery, ses.bounce])
def test_a_bounce_is_not_undone_by_a_delivery(outside: Outside, sent: Mail, first: Any) -> None:
    second = ses.bounce if first is ses.delivery else ses.delivery
    told(outside, first(sent))
    told(outside, second(sent))
    assert fresh(sent).state == S.BOUNCED


def test_a_mailbox_that_was_full_may_take_it_after_all(outside: Outside, sent: Mail) -> None:
    told(outside, ses.bounce(sent, "Transient", "MailboxFull"))
    told(outside, ses.delivery(sent))
    assert fresh(sent).state == S.DELIVERED


def test_a_bounce_comes_back_to_the_escalation_and_its_owner(outside: Outside, sent: Mail) -> None:
    told(outside, ses.bounce(sent))
    step = Step.objects.get(event__type="escalation.mail_troubled")
    assert "550 5.1.1 unknown" in step.text
    assert sent.escalation is not None
    notice = Notice.objects.get(person=sent.escalation.owner, kind="mail")
    assert (notice.address, "came back" in notice.text) == (f"/mails/{sent.pk}/", True)


def test_an_address_that_takes_nothing_is_written_to_no_more(
    outside: Outside, sent: Mail, posted: Post, desk: Any
) -> None:
    told(outside, ses.bounce(sent))
    with pytest.raises(NoMail, match="came back for good"), transaction.atomic():
        posted()
    desk.put("printers", {"printer_id": "koeln", "name": "K", "contact_email": "new@koeln.example"})
    assert posted().address == "new@koeln.example"


def test_a_full_mailbox_is_written_to_again(outside: Outside, sent: Mail, posted: Post) -> None:
    told(outside, ses.bounce(sent, "Transient", "MailboxFull"))
    assert posted().state == S.WAITING


def test_an_event_settles_what_was_maybe_sent(outside: Outside, sent: Mail) -> None:
    Mail.objects.update(state=S.MAYBE_SENT, provider_id="")
    told(outside, ses.sent(sent))
    assert (fresh(sent).state, fresh(sent).provider_id) == (S.SENT, sent.provider_id)


def test_an_event_comes_before_a_second_sending(outside: Outside, sent: Mail, senior: Any) -> None:
    Mail.objects.update(state=S.MAYBE_SENT, provider_id="")
    mend.once_more(senior, sent.pk)
    told(outside, ses.delivery(sent))
    outbox.sweep()
    assert (fresh(sent).state, len(outside.sent)) == (S.DELIVERED, 1)


def test_a_person_says_that_it_was_sent(sent: Mail, senior: Any, outside: Outside) -> None:
    Mail.objects.update(state=S.MAYBE_SENT)
    mend.was_sent(senior, sent.pk, fresh(sent).changes)
    outbox.sweep()
    assert (fresh(sent).state, len(outside.sent)) == (S.SENT, 1)
    assert AuditEvent.objects.filter(type="mail.was_sent", target_id=sent.pk).count() == 1


def test_what_a_dead_sender_left_is_asked_about(sent: Mail, outside: Outside) -> None:
    Mail.objects.update(state=S.SENDING, claimed_until="2020-01-01T00:00Z")
    outbox.sweep()
    outbox.sweep()
    assert (fresh(sent).state, len(outside.sent)) == (S.MAYBE_SENT, 1)
    assert Notice.objects.filter(kind="mail", text__contains="may not have been sent").count() == 1


NO_EVENTS: list[object] = [
    "{",
    "[]",
    "null",
    "[" * 5000,
    {"Type": "Notification", "Message": "{"},
    {"source": "aws.ses", "detail": 1},
    {"eventType": 7, "mail": {}},
    {"eventType": "Bounce", "mail": []},
    {"Message": {"a": 1}, "Type": "Notification"},
]


def test_what_is_no_event_is_told_of_and_blocks_nothing(outside: Outside, sent: Mail) -> None:
    told(outside, *NO_EVENTS, ses.delivery(sent))
    assert fresh(sent).state == S.DELIVERED
    assert MailEvent.objects.filter(type="unreadable").count() == len(NO_EVENTS)


@pytest.mark.parametrize(
    "forged",
    [
        {"messageId": "0100-another"},
        {"source": "somebody@else.example"},
        {"destination": ["somebody@else.example"]},
    ],
)
def test_an_event_that_does_not_fit_its_mail_is_none_of_it(outside: Outside, sent: Mail, forged: Any) -> None:
    back = ses.bounce(sent)
    back["mail"] |= forged
    told(outside, back)
    assert (fresh(sent).state, MailEvent.objects.get().type, MailEvent.objects.get().mail) == (S.SENT, "foreign", None)


def test_an_event_of_no_mail_of_ours_is_kept(outside: Outside, sent: Mail) -> None:
    told(outside, json.dumps(ses.delivery(sent)).replace(sent.pk, "f" * 32))
    assert (MailEvent.objects.get().mail, fresh(sent).state) == (None, S.SENT)


def test_an_unknown_kind_is_kept_under_its_name(outside: Outside, sent: Mail) -> None:
    told(outside, ses.event("Subscription", sent, {"contactList": "x\0"}))
    assert (MailEvent.objects.get().type, fresh(sent).state) == ("subscription", S.SENT)


def test_no_address_is_kept_of_what_servers_say(outside: Outside, sent: Mail) -> None:
    told(outside, ses.bounce(sent, code="550 5.1.1 <ines@example.com> unknown"))
    assert "ines@" not in MailEvent.objects.get().words + fresh(sent).trouble
