"""The list of bulk jobs: whose, in which state, newest first, page after page by position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db.models import Count
from django.utils import timezone
from django.utils.http import urlencode

from support.bulk.listing import listed
from support.bulk.models import FINAL, BulkJob, JobState, RowState
from support.bulk.totals import chosen, finished, totals_of
from support.shown.bulk import LABELS, ShownJob, bad_rows, shown_job

MINE: Final = "mine"
STATES: Final[Mapping[str, Sequence[JobState]]] = {
    "": tuple(JobState),
    "open": tuple(state for state in JobState if state not in FINAL),
    **{state.value: (state,) for state in JobState},
}
"""What the list may be narrowed to, and the states that each stands for."""

ALWAYS: Final = frozenset({"", "open", JobState.AWAITING_APPROVAL.value, *(state.value for state in FINAL)})
WORDS: Final = {"": "All", "open": "Open", JobState.AWAITING_APPROVAL: "To approve"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``state`` is one of ``STATES``; ``actor`` is "" for everybody's."""

    state: str = ""
    actor: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str], me: str) -> Wanted:
        """Out of an address: ``state`` and ``whose`` ("mine"). Raises ValueError for what is none of these."""
        state, whose = asked.get("state", ""), asked.get("whose", "")
        if state not in STATES or whose not in ("", MINE):
            raise ValueError("there is no such list")
        return cls(state=state, actor=me if whose else "")

    def address(self, after: str = "") -> str:
        """The list, or its page after a position."""
        about = {"state": self.state, "whose": MINE if self.actor else "", "after": after}
        return "?" + urlencode({name: value for name, value in about.items() if value})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedJob:
    """A job in the list: ``done`` of ``whole`` rows are over, ``bad`` of them went wrong, ``left`` are left out."""

    shown: ShownJob
    whole: int
    done: int
    bad: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChoice:
    """One way to narrow the list. ``count`` is None where it is not counted."""

    id: str
    words: str
    address: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page; ``live`` where it follows by itself what goes on."""

    jobs: Sequence[ListedJob]
    states: Sequence[ListChoice]
    whose: Sequence[ListChoice]
    now: datetime
    address: str
    first: str
    next: str
    live: bool


def list_page(wanted: Wanted, me: str, after: str) -> ListPage:
    """The page after a position. Raises ValueError where no page ended there."""
    found = listed(after, actor=wanted.actor, states=STATES[wanted.state])
    totals = totals_of([job.pk for job in found.jobs])
    return ListPage(
        jobs=[_listed(job, totals[job.pk]) for job in found.jobs],
        states=list(_states(wanted)),
        whose=list(_whose(wanted, me)),
        now=timezone.now(),
        address=wanted.address(),
        first=wanted.address() if after else "",
        next=wanted.address(found.after) if found.after else "",
        live=not after and any(job.state not in FINAL for job in found.jobs),
    )


def _listed(job: BulkJob, totals: Mapping[str, int]) -> ListedJob:
    whole, left = chosen(totals), totals[RowState.LEFT_OUT]
    return ListedJob(
        shown=shown_job(job, totals), whole=whole - left, done=finished(totals), bad=bad_rows(totals), left=left
    )


def _states(wanted: Wanted) -> Iterator[ListChoice]:
    """What the list is mostly narrowed to, and every state that some job is in."""
    jobs = BulkJob.objects.filter(actor=wanted.actor) if wanted.actor else BulkJob.objects.all()
    found = jobs.filter(state__in=STATES["open"]).order_by().values_list("state").annotate(number=Count("pk"))
    counts = {str(state): number for state, number in found}
    counts["open"] = sum(counts.values())
    for state in STATES:
        if state in ALWAYS or state in counts or state == wanted.state:
            yield ListChoice(
                id=f"state-{state or 'all'}",
                words=WORDS.get(state) or LABELS[JobState(state)],
                address=replace(wanted, state=state).address(),
                chosen=state == wanted.state,
                count=counts.get(state),
            )


def _whose(wanted: Wanted, me: str) -> Iterator[ListChoice]:
    for id_, words, actor in (("all", "Everybody’s", ""), ("mine", "Mine", me)):
        address = replace(wanted, actor=actor).address()
        yield ListChoice(id=f"whose-{id_}", words=words, address=address, chosen=bool(actor) == bool(wanted.actor))
