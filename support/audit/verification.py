"""Verifying the audit in the background: one reading of the chain at a time, asked for by people or due once a day.

The row says what is to be done and how far it is; the task that does it may be lost, doubled or killed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now
from kombu.exceptions import OperationalError as BrokerGone
from redis.exceptions import RedisError

from support.audit import anchors
from support.audit.chain import BEGINNING, Anchor, faults, newest
from support.audit.models import Verification

log = logging.getLogger(__name__)

TASK: Final = "support.tasks.verify_audit"
ITSELF: Final = "printdesk"
"""Who asks once a day."""

EVERY: Final = timedelta(days=1)
AGAIN: Final = timedelta(minutes=10)
"""After a verification that could not be done, the next one waits so long."""

SILENT: Final = timedelta(minutes=1)
"""A verification that has not moved for so long lost its worker."""

TOLD: Final = 100
"""So many faults are kept in words."""


class Overtaken(Exception):
    """Others took this verification for dead and ended it."""


def ask(actor: str) -> Verification:
    """The verification that waits or runs, or a new one; a worker is woken for it."""
    _bury()
    try:
        with transaction.atomic():
            asked = Verification.objects.create(actor=actor, asked_at=Now())
            transaction.on_commit(partial(_wake, asked.pk))
    except IntegrityError:
        return Verification.objects.filter(ended_at=None).first() or ask(actor)
    return asked


def due() -> None:
    """Do what waits; ask for what is due once a day. Called each minute."""
    _bury()
    waiting = Verification.objects.filter(ended_at=None, begun_at=None).first()
    if waiting is None and _is_due():
        waiting = ask(ITSELF)
    if waiting is not None:
        run(waiting.pk)


def run(pk: int) -> None:
    """Read the whole chain, if nobody else does so for this row."""
    end = newest() or Anchor(0, BEGINNING)
    taken = Verification.objects.filter(pk=pk, begun_at=None, ended_at=None)
    if not taken.update(begun_at=Now(), looked_at=Now(), whole=end.number):
        return
    try:
        _read(pk)
    except Overtaken:
        log.warning("a verification of the audit was overtaken")
    except (BotoCoreError, ClientError) as error:
        log.warning("the audit was not verified: %s", type(error).__name__)
        _end(pk, trouble="The bucket of anchors did not answer.")
    except Exception as error:
        _end(pk, trouble=f"It stopped at a fault of ours: {type(error).__name__}.")
        raise


def _read(pk: int) -> None:
    kept, found, count = list(_anchors()), [], 0
    for fault in faults([*kept, *_earlier()], partial(_progress, pk)):
        count += 1
        if count <= TOLD:
            found.append(fault)
    if count:
        # Numbers of events and nothing else: what they say may be wrong.
        log.error("the audit does not hold", extra={"faults": count, "first": found[0]})
    _end(pk, anchors=len(kept), faults=count, found=found)


def _anchors() -> Iterator[Anchor]:
    return anchors.kept() if settings.AUDIT_BUCKET else iter(())


def _earlier() -> Iterator[Anchor]:
    """The end that the last good verification saw: it shows a cut even where there is no bucket."""
    good = Verification.objects.filter(Q(ended_at__isnull=False, trouble="", faults=0, number__gt=0))
    for number, digest in good.order_by("-number").values_list("number", "hash")[:1]:
        yield Anchor(number, digest)


def _progress(pk: int, count: int, last: Anchor) -> None:
    running = Verification.objects.filter(pk=pk, ended_at=None)
    if not running.update(checked=count, looked_at=Now(), number=last.number, hash=last.hash):
        raise Overtaken


def _end(pk: int, **result: object) -> None:
    Verification.objects.filter(pk=pk, ended_at=None).update(ended_at=Now(), looked_at=Now(), **result)


def _bury() -> None:
    """End what lost its worker, so that another may begin."""
    dead = Verification.objects.filter(ended_at=None, looked_at__lt=Now() - SILENT)
    dead.update(ended_at=Now(), trouble="Its worker stopped before it was done.")


def _is_due() -> bool:
    ended = Verification.objects.filter(ended_at__isnull=False)
    recent = Q(trouble="", ended_at__gt=Now() - EVERY) | Q(ended_at__gt=Now() - AGAIN)
    return newest() is not None and not ended.filter(recent).exists()


def _wake(pk: int) -> None:
    """Ask a worker to begin at once. Without Redis it begins within a minute of a worker's next tick."""
    try:
        current_app.send_task(TASK, (pk,), retry=False)
    except (BrokerGone, RedisError) as error:
        log.warning("nobody was woken for a verification: %s", type(error).__name__)
