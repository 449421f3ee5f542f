"""Bulk jobs in words: what each does, how far it is, who asked for it and where its rows came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from orders.answer.model import Tone
from support.audit.actors import names
from support.bulk.address import noun_of
from support.bulk.models import FINAL, Action, BulkJob, JobState
from support.bulk.totals import BAD, chosen
from support.commands.people import called
from support.models import AuditEvent
from support.queues.names import QUEUES
from support.shown.commands import cause_words
from support.templatetags.money import money

VERBS: Final = {
    Action.RENDER: "Render {rows} again",
    Action.REPRINT: "Reprint {rows}",
    Action.REROUTE: "Print {rows} elsewhere",
    Action.ESCALATE: "Escalate {rows}",
    Action.NOTE: "Write a note on {rows}",
}
LABELS: Final = {
    JobState.PLANNING: "Being looked at",
    JobState.PLANNED: "Not started",
    JobState.AWAITING_APPROVAL: "Awaits approval",
    JobState.CANARY: "First rows",
    JobState.RUNNING: "Running",
    JobState.PAUSED: "Paused",
    JobState.DONE: "Done",
    JobState.CANCELLED: "Cancelled",
    JobState.DECLINED: "Declined",
    JobState.EXPIRED: "Expired",
}
TONES: Final = {
    JobState.PLANNED: Tone.WARN,
    JobState.AWAITING_APPROVAL: Tone.WARN,
    JobState.CANARY: Tone.OK,
    JobState.RUNNING: Tone.OK,
    JobState.PAUSED: Tone.WARN,
    JobState.DONE: Tone.OK,
    JobState.DECLINED: Tone.FAIL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a job's rows came from, in words, and the page that they were selected on ("" where there is none)."""

    words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownJob:
    """One job in words. ``costs`` are amounts with their currency, ``words`` the reason of whoever asked, ``decision``
    that of whoever decided; both "" where none were given or they are erased.
    """

    job: BulkJob
    title: str
    label: str
    tone: Tone
    who: str
    cause: str
    words: str
    costs: Sequence[str]
    source: Source
    decider: str
    decision: str

    @property
    def is_final(self) -> bool:
        """Whether the job goes on no more."""
        return self.job.state in FINAL


def shown_job(job: BulkJob, totals: Mapping[str, int]) -> ShownJob:
    """A job; ``totals`` are its rows by state."""
    state, bad = JobState(job.state), bad_rows(totals)
    unwell = state is JobState.DONE and bad > 0
    return ShownJob(
        job=job,
        title=f"{noun_of(job)}, {row_words(chosen(totals))}",
        label=f"Done, {bad:,} went wrong" if unwell else LABELS[state],
        tone=Tone.WARN if unwell else TONES.get(state, Tone.IDLE),
        who=asked_by(job),
        cause=_upper(cause_words(job.cause)),
        words=_reason(job.event),
        costs=cost_words(job.cost),
        source=source_of(job.source),
        decider=_decider(job),
        decision=_reason(job.decision) if job.decision is not None else "",
    )


def asked_by(job: BulkJob) -> str:
    """The colleague's name, or the program's."""
    if job.person is not None:
        return called(job.person)
    return job.token.name if job.token is not None else "somebody who has left"


def bad_rows(totals: Mapping[str, int]) -> int:
    """How many rows went wrong."""
    return sum(totals[state] for state in BAD)


def row_words(count: int) -> str:
    """ "1 row", "1,204 rows"."""
    return f"{count:,} row{'' if count == 1 else 's'}"


def verb_words(action: Action, count: int) -> str:
    """What a button or a heading says: "Reprint 598 rows"."""
    return VERBS[action].format(rows=row_words(count))


def cost_words(cost: Mapping[str, int]) -> list[str]:
    """Each currency's amount: "€1,204.00"."""
    return [money(amount, currency) for currency, amount in sorted(cost.items())]


def source_of(source: Mapping[str, Any]) -> Source:
    """Where rows were selected."""
    match source:
        case {"queue": str(queue)}:
            return _queue(queue, str(source.get("filters", "")))
        case {"printer": str(printer)}:
            return Source(words=f"open jobs of printer {printer}", address=_address("printers"))
        case {"incident": incident}:
            return Source(words=f"incident {incident}", address=_address("incident", incident))
        case {"lines": int(count)}:
            return Source(words=f"a list of {count:,} lines by program", address="")
        case _:
            return Source(words="not known", address="")


def _queue(queue: str, filters: str) -> Source:
    known, given = QUEUES.get(queue), QueryDict(filters).items()
    told = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in given)
    words = f"queue “{known.words if known else queue}”" + (f", narrowed to {told}" if told else "")
    address = _address("queue", queue)
    return Source(words=words, address=f"{address}?{filters}" if address and filters else address)


def _address(name: str, *about: object) -> str:
    """An address of another room, "" where what it is about cannot have one."""
    try:
        return reverse(name, args=about)
    except NoReverseMatch:
        return ""


def _decider(job: BulkJob) -> str:
    if job.approved_by is not None:
        return called(job.approved_by)
    return names([job.decision.actor])[job.decision.actor] if job.decision is not None else ""


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _reason(event: AuditEvent) -> str:
    reason = getattr(event, "reason", None)
    return reason.text if reason is not None else ""
