"""The page of one printer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from django.utils import timezone

from orders.answer.model import Tone
from orders.contract.model import Printer
from orders.printers import find_printer
from orders.projections import keys
from support.commands.people import called
from support.printers.board import card
from support.printers.days import summaries
from support.printers.figures import Figures, Window
from support.printers.models import PrinterPause
from support.printers.open_jobs import open_at
from support.printers.pauses import is_in_force, pauses_of
from support.printers.problems import Problems, problems
from support.printers.summary import OpenJob, key_of
from support.shown import states
from support.shown.hits import anchor
from support.shown.pages import Slice, sliced
from support.shown.printers import ShownCard, Spark, against, percent, production, shown_card, spark

A_PAGE: Final = 50
HUNDRED: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One figure: this week, the week before, the last days; ``bad`` where it has grown remarkably."""

    name: str
    now: str
    before: str
    spark: Spark
    bad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownJob:
    """An open job in words; ``place`` is where it is on its order's page, ``movable`` whether others can make it."""

    job: OpenJob
    anchor: str
    place: str
    state: str
    tone: Tone
    movable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPause:
    """A pause that was or is; the words of its reasons are "" where they were erased."""

    pause: PrinterPause
    by: str
    why: str
    end: str
    end_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterPage:
    """``days`` are newest first, each with what was taken up that day. ``movable`` counts jobs that could be made
    elsewhere, ``paused`` says whether it is paused here now.
    """

    printer: Printer
    shown: ShownCard
    trends: Sequence[Trend]
    days: Sequence[tuple[date, Window, int]]
    jobs: Slice[ShownJob]
    movable: int
    pauses: Sequence[ShownPause]
    now: datetime

    @property
    def paused(self) -> bool:
        """Whether it is paused here now."""
        return self.shown.card.pause is not None


def printer_page(printer_id: str, page: int = 1) -> PrinterPage | None:
    """Everything about a printer; None where nobody knows of one. Raises what DynamoDB does where it never answered."""
    if not keys.usable(printer_id):
        return None
    now, printer = timezone.now(), find_printer(printer_id)
    known = summaries(now)
    if printer is None and not any(key_of(printer_id) in each.day.tallies for each in known):
        return None
    printer = printer or Printer(printer_id=printer_id)
    history = pauses_of(printer_id)
    in_force = next((each for each in history if is_in_force(each, now)), None)
    taken_up = problems(now.astimezone(UTC).date(), printer_id).get(printer_id, Problems())
    found = card(printer, [each.day for each in known], in_force, taken_up, now)
    opened = open_at(printer_id, known)
    movable = {job.id for job in opened.movable}
    some = sliced(opened.every, page, A_PAGE)
    return PrinterPage(
        printer=found.printer,
        shown=shown_card(found, now),
        trends=_trends(found.figures, taken_up, rejects=found.rejects, errs=found.errs),
        days=[
            (day, each, taken_up.opened.get(day, 0)) for day, each in sorted(found.figures.days.items(), reverse=True)
        ],
        jobs=some.of([_job(job, job.id in movable) for job in some.items]),
        movable=len(movable),
        pauses=[_pause(each) for each in history],
        now=now,
    )


def _trends(found: Figures, taken_up: Problems, *, rejects: bool, errs: bool) -> list[Trend]:
    now, before = found.now, found.before
    opened = {day: float(taken_up.opened.get(day, 0)) for day in found.days}
    claimed = {day: float(taken_up.claimed.get(day, 0)) for day in found.days}
    return [
        Trend(
            name="Jobs sent",
            now=str(now.sent),
            before=str(before.sent),
            spark=_bars("Jobs sent a day", found.days, lambda each: each.sent),
        ),
        _share("Accepted", found, lambda each: each.acceptance),
        _share("Rejected", found, lambda each: each.rejection, bad=rejects),
        _share("In error", found, lambda each: each.error, bad=errs),
        Trend(
            name="Production, half and nine of ten",
            now=production(now),
            before=production(before),
            spark=_bars("Days of production, half of the jobs of a day", found.days, lambda each: each.median),
        ),
        _counted("Escalations opened", opened),
        _counted("Claims opened", claimed),
    ]


def _share(name: str, found: Figures, of: Callable[[Window], float | None], *, bad: bool = False) -> Trend:
    hundredths = {day: None if (share := of(each)) is None else HUNDRED * share for day, each in found.days.items()}
    now, before = of(found.now), of(found.before)
    said = f"{percent(now)} {against(now, before)}".strip()
    bars = spark(f"{name}, share of those answered a day", hundredths, " %")
    return Trend(name=name, now=said, before=percent(before), spark=bars, bad=bad)


def _counted(name: str, by_day: Mapping[date, float]) -> Trend:
    newest = sorted(by_day, reverse=True)
    week, before = newest[:7], newest[7:14]
    return Trend(
        name=name,
        now=f"{sum(by_day[day] for day in week):g}",
        before=f"{sum(by_day[day] for day in before):g}",
        spark=spark(f"{name} a day", by_day),
    )


def _bars(what: str, days: Mapping[date, Window], of: Callable[[Window], float | None]) -> Spark:
    return spark(what, {day: of(each) for day, each in days.items()})


def _job(job: OpenJob, movable: bool) -> ShownJob:
    return ShownJob(
        job=job,
        anchor=anchor("job", job.id),
        place=anchor("print_job", job.id),
        state=states.words(job.state, job.code),
        tone=states.tone(job.state),
        movable=movable,
    )


def _pause(found: PrinterPause) -> ShownPause:
    end = ""
    if found.ended_at is not None:
        end = f"resumed by {called(found.ended_by)}" if found.ended_by is not None else "its time was over"
    return ShownPause(
        pause=found,
        by=called(found.by),
        why=_words(found.event),
        end=end,
        end_why=_words(found.end_event) if found.end_event is not None else "",
    )


def _words(event: object) -> str:
    reason = getattr(event, "reason", None)
    return reason.text if reason is not None else ""
