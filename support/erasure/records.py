"""Taking a customer out of SQL. Every step may be repeated."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from support.api.stored import StoredCall
from support.audit.record import Actor, erase_reason
from support.claims.models import ClaimStep
from support.commands.models import Command
from support.commands.states import OPEN
from support.erasure.bulk import forget_texts, jobs_of
from support.erasure.calls import forget_calls
from support.erasure.whose import Whose
from support.escalations.models import Escalation, Step
from support.evidence.forget import forget_files
from support.mail.forget import forget_mails
from support.mail.models import Recipient
from support.models import AuditReason
from support.notes.models import Draft, Note
from support.notices.models import Notice
from support.reveals.models import Reveal, RevealOf

SOME: Final = 1_000
"""Ids in one statement."""


def erase_records(actor: Actor, whose: Whose, keeping: int = 0) -> Counter[str]:
    """What was removed, by its name. The reason of event ``keeping``, for which all this is done, stays."""
    page, jobs = reverse("customer", args=[whose.user_id]), jobs_of(whose.orders)
    done = Counter(
        {
            "notes": _delete(Note.objects.filter(user_id=whose.user_id)),
            "notices": _delete(Notice.objects.filter(address__startswith=page)),
            "reveals": _forget_reveals(Q(of=RevealOf.CUSTOMER, subject_id=whose.user_id)),
            "reasons": _erase_reasons(actor, Q(event__target_id__in=[whose.user_id, *jobs]), keeping),
            "words of bulk jobs": forget_texts(jobs),
            "words of mails": forget_mails(Q(recipient=Recipient.CUSTOMER, recipient_id=whose.user_id)),
            "drafts": _delete(Draft.objects.filter(pk__in=list(_drafts_at(whose.ids | _escalations(whose))))),
            "stored answers": _forget_answers(whose.ids),
        }
    )
    for orders in _some(whose.orders):
        done += _erase_of_orders(actor, orders, keeping)
    return +done


def _erase_of_orders(actor: Actor, orders: Collection[str], keeping: int) -> Counter[str]:
    troubled = Command.objects.filter(order_id__in=orders).exclude(state__in=OPEN).exclude(trouble="")
    return Counter(
        {
            "notes": _delete(Note.objects.filter(order_id__in=orders)),
            "notices": _delete(Notice.objects.filter(order_id__in=orders)),
            "reveals": _forget_reveals(Q(of=RevealOf.ORDER, subject_id__in=orders)),
            "reasons": _erase_reasons(actor, Q(event__order_id__in=orders), keeping),
            "troubles of commands": troubled.update(trouble=""),
            "words of escalations": _forget_words(orders),
            "words of mails": forget_mails(Q(order_id__in=orders) | Q(escalation__order_id__in=orders)),
            "files of evidence": forget_files(orders),
            "calls of printers": forget_calls(orders),
        }
    )


def _forget_words(orders: Collection[str]) -> int:
    """That something was escalated, and what came of it, stays; open pages hear of it."""
    steps = Step.objects.filter(escalation__order_id__in=orders).exclude(text="").update(text="")
    taken_up = Escalation.objects.filter(order_id__in=orders).exclude(text="")
    claimed = ClaimStep.objects.filter(claim__order_id__in=orders).exclude(text="").update(text="")
    return steps + claimed + taken_up.update(text="", changes=F("changes") + 1)


def _escalations(whose: Whose) -> frozenset[str]:
    """The ids of theirs, by which drafts name them."""
    return frozenset(
        escalation_id
        for orders in _some(whose.orders)
        for escalation_id in Escalation.objects.filter(order_id__in=orders).values_list("pk", flat=True)
    )


def _delete(rows: QuerySet[Note] | QuerySet[Draft] | QuerySet[Notice]) -> int:
    """How many went; rows that hang on them are not counted."""
    return rows.delete()[1].get(rows.model._meta.label, 0)


def _drafts_at(ids: Collection[str]) -> Iterator[int]:
    """Drafts whose place names one of the ids: "note:order:o-1", "act:/orders/o-1/lines/1/render/"."""
    paths = tuple(f"act:/{what}/{id_}/" for what in ("orders", "customers") for id_ in ids)
    for pk, place in Draft.objects.values_list("pk", "place").iterator():
        parts = place.split(":")
        named = any(":".join(parts[start:]) in ids or parts[start] in ids for start in range(1, len(parts)))
        if named or place.startswith(paths):
            yield pk


def _forget_reveals(which: Q) -> int:
    """They still count for the day of whoever asked, and say no longer for whom."""
    found = Reveal.objects.filter(which)
    found.filter(until__gt=timezone.now()).update(until=timezone.now())
    return found.update(subject_id="")


def _erase_reasons(actor: Actor, which: Q, keeping: int) -> int:
    numbers = list(AuditReason.objects.filter(which).exclude(event=keeping).values_list("event_id", flat=True))
    for number in numbers:
        with transaction.atomic():
            erase_reason(actor, number)
    return len(numbers)


def _forget_answers(ids: Collection[str]) -> int:
    """Answers that programs were given about them: the same call is still known, and has nothing to say."""
    spelt = {json.dumps(each) for each in ids}
    about = [
        call.pk
        for call in StoredCall.objects.exclude(body=None).iterator()
        if any(each in json.dumps(call.body) for each in spelt)
    ]
    return StoredCall.objects.filter(pk__in=about).update(body=None)


def _some(ids: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), SOME):
        yield ordered[start : start + SOME]
