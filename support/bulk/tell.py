"""What people are told of bulk jobs: managers that one waits for them, whoever selected it how it goes on."""

from __future__ import annotations

from django.contrib.auth.models import User

from dashboard.permissions import Permission, allowed
from dashboard.roles import Role, roles_of
from support.bulk.address import address_of, noun_of
from support.bulk.models import BulkJob
from support.commands.people import called
from support.notices.models import NoticeKind
from support.notices.tell import take_back, tell
from support.templatetags.money import money


def ask_deciders(job: BulkJob, rows: int) -> None:
    """Everybody who may decide on it."""
    who = called(job.person) if job.person is not None else "A program"
    cost = ", ".join(money(amount, currency) for currency, amount in sorted(job.cost.items()))
    text = f"{who} asks for approval: {noun_of(job).lower()} of {rows:,} rows{f', {cost}' if cost else ''}"
    for person in User.objects.filter(is_active=True, groups__name__in=list(Role)).distinct():
        if person.pk != job.person_id and allowed(roles_of(person), Permission.DECIDE_BULK, own=False):
            tell(person, NoticeKind.BULK, _asked(job), "", text, address_of(job.pk))


def stop_asking(job: BulkJob) -> None:
    """It is decided: nobody need look any more."""
    take_back(_asked(job))


def tell_proposer(job: BulkJob, what: str, text: str) -> None:
    """Whoever selected it; ``what`` says what this is about, so that it is told once. Programs are told nothing."""
    if job.person is not None:
        words = f"{noun_of(job)}: {text}"
        tell(job.person, NoticeKind.BULK, f"bulk:{job.pk}:{what}", "", words, address_of(job.pk))


def _asked(job: BulkJob) -> str:
    return f"bulk:{job.pk}:approval"
