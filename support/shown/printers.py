"""Printers as the board shows them: their standing in words and marks, figures with what they were before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final

from django.urls import reverse
from django.utils import timezone

from dashboard.templatetags.times import span
from orders.answer.model import Tone
from support.commands.people import called
from support.printers.board import PrinterCard, Standing, board
from support.printers.figures import Window
from support.printers.silence import Silence
from support.printers.stages import WORDS, Stage
from support.printers.words import until_words
from support.shown.hits import anchor
from support.templatetags.places import country

LABELS: Final[Mapping[Standing, str]] = {
    Standing.SILENT: "Silent",
    Standing.PAUSED_HERE: "Paused here",
    Standing.PAUSED: "Paused by itself",
    Standing.UNKNOWN: "State not known",
    Standing.ACTIVE: "Active",
    Standing.RETIRED: "Retired",
}
SPARK_DAYS: Final = 14
SPARK_HEIGHT: Final = 24
SPARK_STEP: Final = 6
LEAST_BAR: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownState:
    """One way in which a printer stands; ``detail`` goes on after the label."""

    standing: Standing
    label: str
    tone: Tone
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """Bars of the last days, oldest first: the path of an SVG, and the same as text."""

    path: str
    width: int
    height: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """A printer on the board. ``stages`` are the open jobs in words with their counts; ``late`` where half of the
    jobs take longer than was agreed.
    """

    card: PrinterCard
    anchor: str
    address: str
    states: Sequence[ShownState]
    stages: Sequence[tuple[str, int]]
    spark: Spark
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Printers of one country; the first is the worst, and stands for all."""

    name: str
    cards: Sequence[ShownCard]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """``groups`` is one without a name where nothing is grouped. ``counts`` says how many stand how, worst first."""

    groups: Sequence[Group]
    counts: Sequence[tuple[str, Tone, int]]
    now: datetime
    by_country: bool

    @property
    def whole(self) -> int:
        """How many printers there are."""
        return sum(len(group.cards) for group in self.groups)


def shown_board(*, by_country: bool = False) -> Board:
    """All printers as they stand now, worst first; by country where the group with the worst member comes first."""
    now = timezone.now()
    cards = [shown_card(card, now) for card in board()]
    return Board(groups=_groups(cards, by_country), counts=_counts(cards), now=now, by_country=by_country)


def shown_card(card: PrinterCard, now: datetime) -> ShownCard:
    """One of them."""
    printer_id = card.printer.printer_id
    sent = {day: float(each.sent) for day, each in card.figures.days.items()}
    return ShownCard(
        card=card,
        anchor=anchor("printer", printer_id),
        address=reverse("printer", args=[printer_id]),
        states=[_state(card, standing, now) for standing in card.standings],
        stages=stage_words(card.figures.stages),
        spark=spark("Jobs sent a day", sent),
        late=0 < card.printer.production_days < (card.figures.now.median or 0),
    )


def stage_words(stages: Mapping[Stage, int]) -> list[tuple[str, int]]:
    """ "sent and unanswered" with 12, in the order in which a job goes."""
    return [(WORDS[stage], stages[stage]) for stage in Stage if stages.get(stage)]


def spark(what: str, values: Mapping[date, float | None], unit: str = "") -> Spark:
    """Bars of the last fortnight; a day without a value has none, the text says "none"."""
    some = [values[day] for day in sorted(values)[-SPARK_DAYS:]]
    top = max((value for value in some if value), default=1)
    bars = [
        f"M{SPARK_STEP * place + SPARK_STEP // 2} {SPARK_HEIGHT}v-{max(round(SPARK_HEIGHT * value / top), LEAST_BAR)}"
        for place, value in enumerate(some)
        if value
    ]
    said = ", ".join("none" if value is None else f"{value:g}{unit}" for value in some)
    return Spark(
        path="".join(bars),
        width=SPARK_STEP * len(some),
        height=SPARK_HEIGHT,
        text=f"{what}, the last {len(some)}: {said}",
    )


def quiet_words(found: Silence, owed: int, now: datetime) -> str:
    """ "nothing heard for 2 min, usually every 8 s; 12 open jobs wait for its word"."""
    usual = f", usually every {span(found.usual)} or sooner" if found.usual is not None else ""
    waits = "1 open job waits" if owed == 1 else f"{owed} open jobs wait"
    return f"nothing heard for {span(now - found.since)}{usual}; {waits} for its word"


def percent(share: float | None) -> str:
    """ "97.9 %"; "–" of nothing."""
    return "–" if share is None else f"{100 * share:.1f} %"


def against(now: float | None, before: float | None) -> str:
    """How a share stands against the week before, in words: "up from 0.8 %"."""
    if now is None or before is None:
        return ""
    way = "up from" if now > before else "down from" if now < before else "as before:"
    return f"{way} {percent(before)}"


def production(window: Window) -> str:
    """ "2.9 / 4.1", half of the jobs and nine of ten; "–" where none was dispatched."""
    return "–" if window.median is None else f"{window.median:.1f} / {window.most:.1f}"


def _state(card: PrinterCard, standing: Standing, now: datetime) -> ShownState:
    label, tone = LABELS[standing], card.tone if standing is card.standing else Tone.WARN
    detail = ""
    if standing is Standing.SILENT and card.silence is not None:
        detail = quiet_words(card.silence, card.figures.owed, now)
    elif standing is Standing.PAUSED_HERE and card.pause is not None:
        detail = f"{until_words(card.pause)}, by {called(card.pause.by)}"
    elif standing is Standing.UNKNOWN and card.printer.raw_state:
        label = f"“{card.printer.raw_state}”"
    elif standing is Standing.PAUSED:
        detail = "takes no new work"
    return ShownState(standing=standing, label=label, tone=tone, detail=detail)


def _groups(cards: Sequence[ShownCard], by_country: bool) -> list[Group]:
    if not by_country:
        return [Group(name="", cards=cards)]
    of = {each.anchor: country(each.card.printer.country) or "Country not known" for each in cards}
    # The order of the worst members: a country stands where its first card does.
    first = list(dict.fromkeys(of[each.anchor] for each in cards))
    ordered = sorted(cards, key=lambda each: first.index(of[each.anchor]))
    return [Group(name=name, cards=list(some)) for name, some in groupby(ordered, key=lambda each: of[each.anchor])]


def _counts(cards: Iterable[ShownCard]) -> list[tuple[str, Tone, int]]:
    worst = [(each.card.standing, each.card.tone) for each in cards]
    seen = sorted(set(worst), key=worst.index)
    return [(LABELS[standing], tone, worst.count((standing, tone))) for standing, tone in seen]
