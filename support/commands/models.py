"""A command as SQL keeps it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Now

from dashboard.models import ApiToken
from orders.contract.model import CommandKind
from support.commands.states import BAD, BEFORE, OPEN, State

LONGEST_ID = 600
REPLACING = (CommandKind.REPRINT, CommandKind.REROUTE)

_OPEN = [state.value for state in OPEN]
_BAD = [state.value for state in BAD]
_REPLACEMENT = models.Q(kind__in=[kind.value for kind in REPLACING], state__in=_OPEN)


def new_id() -> str:
    """A command's id, which is its execution's name too."""
    return uuid.uuid4().hex


class Command(models.Model):
    """One thing that somebody asked of the backend, and how far it is.

    ``input`` are the bytes that are sent, and sent again unchanged: proto3 JSON of ``backend.v1.Command``. ``key`` is
    chosen by whoever asks: the same key is the same wish. ``event`` is the audit's row of it, which holds the words of
    the reason. ``overrides`` names the replacement that it goes beside, where a senior wanted a second one. ``cost``
    is what it is expected to cost, in minor units of ``currency``. ``trouble`` says in words why it was refused, or
    why it is overdue. ``changes`` counts its changes of state. ``bulk`` is the job that asked for it, whichever try of
    a row it was. Times are the database's.
    """

    id = models.CharField(primary_key=True, max_length=80, default=new_id)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in CommandKind])
    order_id = models.CharField(max_length=LONGEST_ID)
    line_id = models.CharField(max_length=LONGEST_ID)
    render_id = models.CharField(max_length=LONGEST_ID, blank=True)
    print_job_id = models.CharField(max_length=LONGEST_ID, blank=True)
    printer_id = models.CharField(max_length=LONGEST_ID, blank=True)
    cause = models.CharField(max_length=60)
    overrides = models.CharField(max_length=LONGEST_ID, blank=True)
    cost = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)
    actor = models.CharField(max_length=100)
    person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    token = models.ForeignKey(ApiToken, models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=100)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")
    bulk = models.ForeignKey(
        "support.BulkJob", models.PROTECT, null=True, blank=True, related_name="commands", db_index=False
    )
    input = models.BinaryField()

    state = models.CharField(
        max_length=20, choices=[(state.value, state.value) for state in State], default=State.REQUESTED.value
    )
    changes = models.PositiveIntegerField(default=1)
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    execution = models.CharField(max_length=300, blank=True)
    made_table = models.CharField(max_length=30, blank=True)
    made_key = models.CharField(max_length=LONGEST_ID, blank=True)
    trouble = models.CharField(max_length=500, blank=True)

    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["order_id", "requested_at"], name="command_order"),
            models.Index(fields=["actor", "-requested_at"], name="command_actor"),
            models.Index(fields=["requested_at"], name="command_open", condition=models.Q(state__in=_OPEN)),
            models.Index(fields=["requested_at", "id"], name="command_when"),
            models.Index(fields=["requested_at"], name="command_bad", condition=models.Q(state__in=_BAD)),
            models.Index(fields=["bulk"], name="command_bulk", condition=models.Q(bulk__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(fields=["actor", "key"], name="command_key"),
            models.UniqueConstraint(
                fields=["order_id", "line_id"],
                condition=models.Q(kind=CommandKind.RENDER.value, state__in=_OPEN),
                name="command_one_render_a_line",
            ),
            models.UniqueConstraint(
                fields=["order_id", "print_job_id"],
                condition=_REPLACEMENT & models.Q(overrides=""),
                name="command_one_replacement_a_job",
            ),
            models.UniqueConstraint(
                fields=["order_id", "print_job_id", "overrides"],
                condition=_REPLACEMENT & ~models.Q(overrides=""),
                name="command_one_override",
            ),
            models.UniqueConstraint(
                fields=["order_id", "print_job_id"],
                condition=models.Q(kind=CommandKind.CANCEL_PRINT_JOB.value, state__in=_OPEN),
                name="command_one_cancellation_a_job",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id} ({self.state})"

    @property
    def is_open(self) -> bool:
        """Whether it may still have an effect."""
        return self.state in OPEN

    def move(self, to: State, **values: Any) -> bool:
        """Go on to a state, if it is still in one that this follows on; whether it did."""
        at = {State.STARTED: "started_at", State.SEEN: "seen_at", State.OVERDUE: "overdue_at"}.get(to, "ended_at")
        values |= {"state": to, "changes": models.F("changes") + 1, at: Now()}
        return Command.objects.filter(pk=self.pk, state__in=BEFORE[to]).update(**values) == 1
