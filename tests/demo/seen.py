"""What is found on order pages, each kind of thing under a name of its own, e.g. "states" or "moves"."""

from __future__ import annotations

from collections import defaultdict
from html import escape

from orders.answer.failures import UNKNOWN, failures
from orders.deadlines import deadlines
from support.shown.lines import ShownLine
from support.shown.order import OrderPage

CLOCKS = ("renderer", "printer", "carrier", "backend", "heard")


class Seen:
    """Collects from pages. What a page was made from counts only where its words are in the page's text."""

    def __init__(self) -> None:
        self.found: defaultdict[str, set[str]] = defaultdict(set)

    def look(self, page: OrderPage, text: str) -> None:
        """At one order's page and its text."""
        self._answer(page, text)
        self._timeline(page, text)
        for line in page.lines.items:
            self._line(line, text)
        if page.order and f"<dt>State</dt><dd>{escape(page.state)}</dd>" in text:
            self.found["states"].add(f"order.{page.order.state}")
        for parcel in page.loose:
            self._state("parcel", parcel.parcel.state, parcel.anchor, parcel.state, text)

    def _answer(self, page: OrderPage, text: str) -> None:
        said = page.answer
        if escape(said.sentence) in text:
            self.found["situations"].add(said.situation)
            self.found["stages"].add(said.stage)
        self.found["situations"] |= {line.situation for line in said.lines if escape(line.sentence) in text}
        if f"<dt>Whose move</dt><dd>{page.move}</dd>" in text:
            self.found["moves"].add(said.whose_move)
        if f'class="badge {said.tone}">{escape(said.label)}<' in text:
            self.found["tones"].add(said.tone)
        self.found["queues"] |= {due.queue for due in deadlines(page.story.snapshot) if due.passed(page.now)}
        self.found["late"].add("late" if '<span class="badge warn">Late</span>' in text else "in time")

    def _timeline(self, page: OrderPage, text: str) -> None:
        for event in (shown.event for day in page.timeline.days for shown in day.events):
            if f'id="{event.id}"' in text and escape(event.text) in text:
                self.found["events"].add(event.kind)
                self.found["states"].add(event.kind)
                self.found["clocks"].add(event.clock)

    def _line(self, line: ShownLine, text: str) -> None:
        for step in line.steps:
            if f'<li class="{step.mark}"><b>{escape(step.name)}</b>' in text:
                self.found["marks"].add(step.mark)
        if line.design and f"<b>{escape(line.steps[0].name)}</b>" in text:
            self.found["states"].add(f"print.{line.design.state}")
        for render in line.renders:
            self._state("render", render.render.state, render.anchor, render.state, text)
        for job in line.jobs:
            self._state("print_job", job.job.state, job.anchor, job.state, text)
        for parcel in line.parcels:
            self._state("parcel", parcel.parcel.state, parcel.anchor, parcel.state, text)
        self._failure(line, text)

    def _failure(self, line: ShownLine, text: str) -> None:
        failure = line.failed.failure if line.failed else None
        if failure and line.answer and escape(line.answer.explanation) in text and failure.code in text:
            self.found["failure codes"].add(failure.code if failure.code in failures() else UNKNOWN)

    def _state(self, kind: str, state: str, anchor: str, words: str, text: str) -> None:
        if escape(words) in text.partition(f'id="{anchor}"')[2]:
            self.found["states"].add(f"{kind}.{state}")
