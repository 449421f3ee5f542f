"""Bulk jobs that somebody has to do with: those that wait for their word, and those that go on."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.db.models.functions import Now

from dashboard.permissions import Permission, allowed
from dashboard.roles import roles_of
from support.audit.record import Actor
from support.bulk.models import FINAL, BulkJob, JobState


def to_approve(person: User) -> QuerySet[BulkJob]:
    """Others' that wait for a second person, oldest first."""
    waiting = BulkJob.objects.filter(state=JobState.AWAITING_APPROVAL, expires_at__gt=Now())
    return waiting.exclude(person=person).order_by("asked_at", "pk")


def number_to_approve(person: User) -> int:
    """How many those are."""
    return to_approve(person).count()


def going_on(person: User) -> QuerySet[BulkJob]:
    """Not over: everybody's for who may steer them, else their own; newest first."""
    jobs = BulkJob.objects.exclude(state__in=FINAL)
    every = allowed(roles_of(person), Permission.STEER_ALL_BULK)
    return (jobs if every else jobs.filter(actor=Actor.staff(person).id)).order_by("-asked_at", "-pk")
