"""What the rooms have to tell on the home page: queues, bulk jobs, printers, escalations, the last handover."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from dashboard.roles import roles_of
from orders.answer.model import Tone
from orders.queues import QueueRow
from support.bulk import listing as bulk_listing
from support.bulk.models import BulkJob, JobState
from support.bulk.totals import chosen, finished, totals_of
from support.escalations import wanted as escalations
from support.escalations.models import Escalation
from support.handover.listing import recent
from support.home.jobs import going_on, to_approve
from support.home.parts import Listed, Row
from support.home.roles import queues_of
from support.incidents.begin import address_of
from support.incidents.listing import open_incidents
from support.incidents.models import Incident
from support.printers.board import PrinterCard, Standing, board
from support.queues.matching import Whose
from support.queues.names import QUEUES
from support.queues.owned import owned
from support.queues.tallies import Tally, tallies
from support.shown.bulk import shown_job
from support.shown.escalations import shown_escalation
from support.shown.handover import past
from support.shown.hits import anchor
from support.shown.incidents import shown_incident
from support.shown.printers import shown_card
from support.templatetags.money import worth

MOST: Final = 5
"""Rows of a part; the rest is where they lead."""

MOST_QUEUES: Final = 8


def queues(person: User) -> Listed | None:
    """The queues of their roles that are not empty, those with most first."""
    figures, theirs = tallies(), queues_of(roles_of(person))
    worst = sorted((queue for queue in theirs if figures[queue].count), key=lambda queue: -figures[queue].count)
    rows = [_queue(queue, figures[queue]) for queue in worst[:MOST_QUEUES]]
    return Listed(rows=rows, whole="all queues", address=reverse("queues")) if rows else None


def mine(person: User) -> Listed | None:
    """Rows that they have taken, due longest first."""
    parts = owned(Whose.MINE, person, timezone.now())
    rows = sorted((row for part in parts for row in part.rows), key=lambda row: row.due_at)
    shown = [_taken(row) for row in rows[:MOST]]
    return Listed(rows=shown, whole=f"all {len(rows)}", address=reverse("queues-mine")) if shown else None


def approvals(person: User) -> Listed | None:
    """Bulk jobs that they may approve."""
    found = to_approve(person)
    address = f"{reverse('bulk')}?{urlencode({'state': JobState.AWAITING_APPROVAL})}"
    return _jobs([job.pk for job in found[: MOST + 1]], found.count(), address)


def jobs(person: User) -> Listed | None:
    """Bulk jobs that go on."""
    found = going_on(person)
    return _jobs([job.pk for job in found[: MOST + 1]], found.count(), f"{reverse('bulk')}?state=open")


def printers(_person: User) -> Listed | None:
    """Those in trouble, worst first."""
    bad = [card for card in board() if _in_trouble(card)]
    rows = [_printer(card) for card in bad[:MOST]]
    return Listed(rows=rows, whole="all printers", address=reverse("printers")) if rows else None


def incidents(_person: User) -> Listed | None:
    """The open ones, those with most orders first."""
    found = open_incidents()
    rows = [_incident(incident) for incident in found[:MOST]]
    return Listed(rows=rows, whole=f"all {len(found)}", address=reverse("incidents")) if rows else None


def overdue(_person: User) -> Listed | None:
    """Escalations that nobody has looked at in time, anybody's."""
    return _escalations(escalations.Wanted(overdue=True))


def escalated(person: User) -> Listed | None:
    """Escalations that are theirs."""
    return _escalations(escalations.Wanted(whose=escalations.MINE, me=person.pk))


def handovers(person: User) -> Listed | None:
    """What colleagues handed over in the last day."""
    rows = [
        Row(
            id=f"handed-{each.handover.pk}",
            title=f"{each.who}: {each.period}",
            address=reverse("handover", args=[each.handover.pk]),
            beside=each.words,
            at=each.handover.made_at,
        )
        for each in past(list(recent().exclude(by=person)[:MOST]))
    ]
    return Listed(rows=rows, whole="hand over yours", address=reverse("handover-new")) if rows else None


def _queue(queue: str, tally: Tally) -> Row:
    return Row(
        id=f"queue-{queue}",
        title=QUEUES[queue].words,
        address=reverse("queue", args=[queue]),
        beside=", ".join(worth(tally.value)),
        at=tally.oldest,
        verb="oldest",
        end=f"{tally.count:,}{'+' if tally.more else ''}",
    )


def _taken(row: QueueRow) -> Row:
    return Row(
        id=anchor("mine", f"{row.queue}-{row.order_id}-{row.sub}"),
        title=row.number or row.order_id,
        address=reverse("order", args=[row.order_id]),
        beside=QUEUES[row.queue].words,
        at=row.due_at,
    )


def _jobs(ids: list[str], number: int, address: str) -> Listed | None:
    found = {job.pk: job for job in bulk_listing.shown().filter(pk__in=ids[:MOST])}
    totals = totals_of(ids[:MOST])
    rows = [_job(found[pk], totals[pk]) for pk in ids[:MOST] if pk in found]
    return Listed(rows=rows, whole=f"all {number}", address=address) if rows else None


def _job(job: BulkJob, counts: dict[str, int]) -> Row:
    shown = shown_job(job, counts)
    over = f"{finished(counts):,} of {chosen(counts):,} over"
    return Row(
        id=f"bulk-{job.pk}",
        title=shown.title,
        address=reverse("bulk-job", args=[job.pk]),
        beside=f"{shown.who}, {over}",
        at=job.asked_at,
        end=shown.label,
        tone=shown.tone,
    )


def _in_trouble(card: PrinterCard) -> bool:
    wrong = card.unanswered is not None or card.rejects or card.errs
    return wrong or card.tone not in (Tone.OK, Tone.IDLE)


def _printer(card: PrinterCard) -> Row:
    shown = shown_card(card, timezone.now())
    marks = {"more rejections": card.rejects, "more errors": card.errs, "does not answer": card.unanswered is not None}
    about = [state.detail for state in shown.states if state.detail] + [
        words for words, is_so in marks.items() if is_so
    ]
    label = shown.states[0].label if card.standing is not Standing.ACTIVE else about.pop(0).capitalize()
    return Row(
        id=f"home-{shown.anchor}",
        title=card.name,
        address=shown.address,
        beside="; ".join(about),
        end=label,
        tone=Tone.FAIL if card.tone is Tone.FAIL else Tone.WARN,
    )


def _incident(incident: Incident) -> Row:
    shown = shown_incident(incident)
    orders = f"{shown.orders:,} order{'' if shown.orders == 1 else 's'}"
    return Row(
        id=f"home-incident-{incident.pk}",
        title=shown.title,
        address=address_of(incident),
        beside=f"{orders}{f', {shown.owner}' if shown.owner else ''}",
        at=incident.opened_at,
        verb="opened",
        end=shown.label,
        tone=shown.tone,
    )


def _escalations(wanted: escalations.Wanted) -> Listed | None:
    rows = [_escalation(each) for each in escalations.listed(wanted, size=MOST).escalations]
    number = escalations.sums(wanted)["live"].number if rows else 0
    address = f"{reverse('escalations')}?{urlencode(wanted.query())}"
    return Listed(rows=rows, whole=f"all {number}", address=address) if rows else None


def _escalation(escalation: Escalation) -> Row:
    shown = shown_escalation(escalation, timezone.now())
    return Row(
        id=f"home-{shown.anchor}",
        title=f"{shown.reason}: {shown.order or shown.against}",
        address=shown.address,
        beside=f"{shown.label}, {shown.owner or 'nobody’s'}",
        at=escalation.due_at,
        verb="due",
        end=shown.severity,
        tone=shown.severity_tone,
    )
