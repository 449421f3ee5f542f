"""The answer for one line, and how several lines are told in few words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby

from orders.answer.clock import known
from orders.answer.facts import LineFacts
from orders.answer.model import LineAnswer, Move, Stage, Tone
from orders.answer.registry import LINE_SITUATIONS, first_case
from orders.answer.situation import Said, Situation
from orders.answer.stages.render import DOING as RENDERING
from orders.answer.words import Subject, in_words, plural, sentence
from orders.contract.model import RenderState

MAX_GROUPS = 4


@dataclass(frozen=True, slots=True)
class LineCase:
    """A line with its situation and what that says."""

    facts: LineFacts
    situation: Situation[LineFacts]
    said: Said

    @property
    def move(self) -> Move:
        """Whose turn it is."""
        return self.said.move or self.situation.move

    @property
    def noun(self) -> str:
        """What the line is called."""
        return self.facts.subject.noun


def _no_words(line: LineFacts) -> Said:
    return Said(
        sentence=f"{line.subject.is_} in a state we have no words for", next="read its rows, and tell the developers"
    )


NO_WORDS: Situation[LineFacts] = Situation(
    name="line_unknown",
    label="Unknown state",
    short="in a state we have no words for",
    tone=Tone.WARN,
    stage=Stage.UNKNOWN,
    move=Move.OURS,
    severity=4,
    open=True,
    reply="preparing",
    say=_no_words,
)
"""For a combination of rows that no situation claims: visible, never an error on the page."""


def line_case(facts: LineFacts) -> LineCase:
    """The situation of one line."""
    situation, said = first_case(LINE_SITUATIONS, facts) or (NO_WORDS, _no_words(facts))
    return LineCase(facts, situation, said)


def line_answer(case: LineCase, *, awaited: bool) -> LineAnswer:
    """What a page shows of one line; of an order that waits for nothing, no line asks anybody to do anything."""
    whole = ". ".join(part for part in (case.said.sentence, *asides(case.facts)) if part)
    return LineAnswer(
        line_id=case.facts.view.line.line_id,
        situation=case.situation.name,
        label=case.situation.label,
        tone=case.situation.tone,
        stage=case.situation.stage,
        whose_move=case.move if awaited else Move.NOBODY,
        sentence=sentence(whole),
        next=case.said.next[:1].upper() + case.said.next[1:] if awaited else "",
        due_at=known(case.said.due_at) if awaited else None,
        explanation=case.said.explanation,
        advice=case.said.advice,
    )


def asides(facts: LineFacts) -> tuple[str, ...]:
    """What else must be known of a line: that it is a reprint and why, and that it is rendered anew meanwhile."""
    return tuple(said for said in (_first_copy(facts), _rendered_anew(facts)) if said)


def _first_copy(facts: LineFacts) -> str:
    view, job = facts.view, facts.view.job
    if job is None or not view.is_reprint:
        return ""
    cause = in_words(job.cause)
    why = f" ({cause})" if cause else ""
    if view.arrived is None and view.delivered:
        return f"The first copy was delivered{facts.clock.at(view.delivered.at)}{why}"
    return f"It replaces an earlier copy{why}"


def _rendered_anew(facts: LineFacts) -> str:
    """A render begun after the job's own, e.g. for a reprint that is being prepared."""
    view = facts.view
    if view.job is None or view.render is None or not view.job.render_id:
        return ""
    used = next((r.attempt for r in view.renders if r.render_id == view.job.render_id), view.render.attempt)
    if view.render.attempt <= used:
        return ""
    state = RENDERING.get(view.render.state)
    if view.render.state is RenderState.FAILED:
        return "A newer render of it failed"
    return f"A newer render is {state or 'ready'}" if state or view.render.state is RenderState.READY else ""


def merged(cases: tuple[LineCase, ...], worst: LineCase) -> tuple[LineCase, tuple[LineCase, ...]]:
    """The worst line together with those of which exactly the same can be said, and the lines that are left."""
    alike = [case for case in cases if _same(case, worst)]
    rest = tuple(case for case in cases if not _same(case, worst))
    nouns = {case.noun for case in alike}
    noun = nouns.pop() if len(nouns) == 1 else "item"
    another = len(alike) == 1 and any(case.noun == noun for case in rest)
    subject = Subject(noun, len(alike), all=not rest, another=another, reprint=worst.facts.subject.reprint)
    facts = worst.facts.about(subject)
    return replace(worst, facts=facts, said=worst.situation.say(facts) or worst.said), rest


def _same(case: LineCase, other: LineCase) -> bool:
    if case is other:
        return True
    neutral = Subject("item")
    same = case.situation is other.situation and asides(case.facts) == asides(other.facts)
    return same and case.situation.say(case.facts.about(neutral)) == other.situation.say(other.facts.about(neutral))


def summed_up(cases: tuple[LineCase, ...], *told_apart: LineCase) -> tuple[str, ...]:
    """Lines in short, a sentence for each situation, at most four, best first; ``told_apart`` are told at length."""
    ordered = sorted(cases, key=lambda case: (case.situation.severity, case.situation.short))
    groups = [list(group) for _, group in groupby(ordered, key=lambda case: case.situation.short)]
    nouns = Counter(case.noun for case in (*cases, *told_apart))
    told = [f"{_called(group, nouns)} {group[0].situation.short}" for group in groups[-MAX_GROUPS:]]
    left = sum(len(group) for group in groups[:-MAX_GROUPS])
    more = {0: (), 1: ("One item is less urgent",)}.get(left, (f"{left:,} items are less urgent",))
    return (*more, *told)


def _called(cases: list[LineCase], nouns: Counter[str]) -> str:
    kinds = {case.noun for case in cases}
    kind = kinds.pop() if len(kinds) == 1 else "item"
    if len(cases) == 1:
        return f"{'The' if nouns[kind] == 1 else 'One'} {kind} is"
    return f"{len(cases):,} {plural(kind)} are"
