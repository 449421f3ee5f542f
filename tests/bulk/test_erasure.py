"""Erasing a customer takes the words of the bulk jobs that are about them alone."""

from __future__ import annotations

import pytest
from django.db import transaction

from support.audit.chain import faults
from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.bulk.models import Action, BulkJob
from support.bulk.propose import propose
from support.commands.asker import Asker
from support.erasure.models import Erasure
from support.erasure.records import erase_records
from support.erasure.whose import Whose
from support.models import AuditReason
from tests.bulk.conftest import a_proposal, fresh, lines, order_of

pytestmark = pytest.mark.django_db
SYSTEM = Actor("system:test", "system")
ASKED = EventType("test.bulk_erasure", "asked for {target}")


def a_note_on(asker: Asker, *numbers: int) -> BulkJob:
    about = {"action": Action.NOTE, "cause": "", "text": "Inge Brandt called.", "words": "Inge Brandt called."}
    return propose(asker, a_proposal(lines(numbers), **about))


def erase(user_id: str, *numbers: int) -> None:
    orders = frozenset(map(order_of, numbers))
    with transaction.atomic():
        event = record(SYSTEM, ASKED, Target("customer", user_id))
        Erasure.objects.create(user_id=user_id, asked_at=event.at, event=event, orders=sorted(orders))
        erase_records(SYSTEM, Whose(user_id, orders, frozenset()))


def test_the_words_of_a_job_about_them_alone_are_gone(ops: Asker) -> None:
    theirs, others = a_note_on(ops, 1, 2), a_note_on(ops, 3)
    erase("u-1", 1, 2)
    assert (fresh(theirs).text, fresh(others).text) == ("", "Inge Brandt called.")
    assert list(AuditReason.objects.values_list("event_id", flat=True)) == [others.event_id]
    assert list(faults()) == []


def test_what_was_written_for_several_goes_with_the_last_of_them(ops: Asker) -> None:
    job = a_note_on(ops, 1, 2)
    erase("u-1", 1)
    assert fresh(job).text == "Inge Brandt called."
    erase("u-2", 2)
    assert fresh(job).text == ""
    assert not AuditReason.objects.exists()
