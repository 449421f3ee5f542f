"""The page of one bulk job: how far it is, what a dry run found, what may be done with it now, and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from dashboard.permissions import Permission
from orders.printers import every_printer
from support.bulk.acts import COPYING
from support.bulk.decide import may_decide
from support.bulk.models import Action, BulkJob, JobState, RowState
from support.bulk.steer import may_steer
from support.bulk.totals import RETRIED, chosen, finished
from support.commands.asker import Asker
from support.commands.states import State
from support.shown.bulk import ShownJob, row_words, shown_job, verb_words
from support.shown.bulk_approval import approval_words
from support.shown.bulk_live import BulkLive
from support.shown.bulk_plan import Plan, plan_of
from support.shown.bulk_rows import LABELS, RowsPage, Wanted, address, rows_page
from support.shown.bulk_sentence import sentence_of

TYPED_ABOVE: Final = 50
"""Whoever starts more rows types how many there are."""

ADVICE: Final = {
    State.FAILED: "What was made came to nothing. Follow its link for the cause, mend it, then retry only what failed.",
    State.REFUSED: "Nothing was made. Each says why; where that is mended, retry only what failed.",
    State.OVERDUE: "Nothing was seen in time, yet it may still be done, so it is not retried. Look whether it was, "
    "or give its command up.",
}
"""What to do about rows that went wrong."""

BEFORE: Final = (JobState.PLANNED, JobState.AWAITING_APPROVAL)
SENDING: Final = (JobState.CANARY, JobState.RUNNING)
STOPPABLE: Final = (JobState.PLANNING, *BEFORE, *SENDING, JobState.PAUSED)
RETRIABLE: Final = (JobState.DONE, JobState.PAUSED, JobState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """``done`` of ``whole`` rows, and the same in words."""

    done: int
    whole: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Rows that went wrong in one way, what to do about them, and their list."""

    words: str
    advice: str
    anchor: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """What whoever looks may do now. ``start`` is what its button says, ``number`` what has to be typed first (0:
    nothing); ``cancel`` counts the rows that would not go, None where it cannot be cancelled; where it
    has ``begun`` others have gone.
    """

    start: str = ""
    number: int = 0
    decide: bool = False
    pause: bool = False
    resume: bool = False
    cancel: int | None = None
    begun: bool = False
    retry: int = 0

    @property
    def steers(self) -> bool:
        """Whether there is a button at all."""
        return self.pause or self.resume or self.cancel is not None or self.retry > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """``sentence`` says how it stands. ``approval`` says why a second person is needed, ``why_not`` why whoever looks
    may not do what comes next; ``asks`` is where the
    open page asks for news; ``problem`` is what was wrong with what they sent, at ``field``.
    """

    shown: ShownJob
    totals: Mapping[str, int]
    now: datetime
    sentence: str
    progress: Progress | None
    troubles: Sequence[Trouble]
    plan: Plan | None
    approval: str
    why_not: str
    acts: Acts
    rows: RowsPage
    live: BulkLive
    asks: str
    problem: str = ""
    field: str = ""
    typed: str = ""
    reason: str = ""


def job_page(
    job: BulkJob,
    asker: Asker,
    totals: Mapping[str, int],
    now: datetime,
    fresh: BulkLive,
    *,
    wanted: Wanted | None = None,
    problem: str = "",
    field: str = "",
    typed: str = "",
    reason: str = "",
) -> JobPage:
    """The page for one person; ``totals`` are the job's rows by state, ``fresh`` is what it shows of them."""
    state, acts = JobState(job.state), acts_of(job, asker, totals)
    printers = {each.printer_id: each for each in every_printer()} if job.action in COPYING else {}
    return JobPage(
        shown=shown_job(job, totals),
        totals=totals,
        now=now,
        sentence=sentence_of(job, totals),
        progress=progress_of(job, totals),
        troubles=list(_troubles(job, totals)),
        plan=plan_of(job, totals, printers) if state is not JobState.PLANNING else None,
        approval=approval_words(job) if state in BEFORE else "",
        why_not=_why_not(job, asker, acts),
        acts=acts,
        rows=rows_page(job, wanted or Wanted(), totals, printers),
        live=fresh,
        asks=_asks(job, wanted),
        problem=problem,
        field=field,
        typed=typed,
        reason=reason,
    )


def acts_of(job: BulkJob, asker: Asker, totals: Mapping[str, int]) -> Acts:
    """What somebody may do with a job as it stands."""
    state, mine, steers = JobState(job.state), is_own(job, asker), may_steer(asker, job)
    ready, begun = totals[RowState.READY], job.started_at is not None
    starts = state is JobState.PLANNED and mine and asker.may(Permission.BULK) and ready > 0
    stops = steers and state in STOPPABLE and (ready > 0 or not begun)
    decides = state is JobState.AWAITING_APPROVAL and may_decide(asker, job)
    return Acts(
        start=verb_words(Action(job.action), ready) if starts else "",
        number=ready if starts and ready > TYPED_ABOVE else 0,
        decide=decides,
        pause=steers and state in SENDING and ready > 0,
        resume=steers and state is JobState.PAUSED,
        cancel=ready + totals[RowState.SELECTED] if stops and not decides else None,
        begun=begun,
        retry=sum(totals[name] for name in RETRIED) if steers and state in RETRIABLE else 0,
    )


def is_own(job: BulkJob, asker: Asker) -> bool:
    """Whether they selected its rows."""
    return job.actor == asker.actor.id


def progress_of(job: BulkJob, totals: Mapping[str, int]) -> Progress | None:
    """How far the dry run is, or the work; None where neither goes on."""
    whole = chosen(totals)
    if job.state == JobState.PLANNING:
        done = whole - totals[RowState.SELECTED]
        return Progress(done=done, whole=whole, words=f"{done:,} of {row_words(whole)} looked at")
    if job.started_at is None:
        return None
    whole, done = whole - totals[RowState.LEFT_OUT], finished(totals)
    return Progress(done=done, whole=whole, words=f"{done:,} of {row_words(whole)}")


def _troubles(job: BulkJob, totals: Mapping[str, int]) -> Iterator[Trouble]:
    for state, advice in ADVICE.items():
        if count := totals[state]:
            yield Trouble(
                words=f"{row_words(count)} {LABELS[state].lower()}",
                advice=advice,
                anchor=f"trouble-{state}",
                address=address(job, Wanted(state=state)),
            )


def _asks(job: BulkJob, wanted: Wanted | None) -> str:
    """An address that goes on with what is shown already; without ``wanted`` that of the job's own page."""
    if wanted is None:
        return reverse("bulk-now", args=[job.pk]) + "?"
    there = address(job, wanted)
    return there + ("&" if "?" in there else "?")


def _why_not(job: BulkJob, asker: Asker, acts: Acts) -> str:
    """Whose move it is, where it is not theirs."""
    if job.state == JobState.AWAITING_APPROVAL and not acts.decide:
        mine = " You asked for it, so somebody else decides; you will be told." if is_own(job, asker) else ""
        return f"A manager decides.{mine}"
    if job.state == JobState.PLANNED and not is_own(job, asker):
        return "Only whoever selected the rows starts it."
    return ""
