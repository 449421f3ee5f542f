"""The escalation of a remedy: the live one of the same problem, or the one that would be opened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from dashboard.permissions import Permission
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.escalations.change import say
from support.escalations.escalate import Problem, drafted, take_up
from support.escalations.hold import is_own
from support.escalations.listing import live_same
from support.escalations.models import Escalation, EscalationState
from support.escalations.move import move
from support.escalations.send import DOORS, is_first, send
from support.evidence.listing import evidence_of
from support.evidence.models import EvidenceState
from support.mail.printer_words import printer_words
from support.printer_rules.rules import Channel, Rules, rules_of
from support.reasons import Party, evidence_names
from support.remedies.scene import Scene
from support.remedies.wanted import Wanted

OUTSIDE: Final = frozenset({Party.PRINTER, Party.CARRIER})


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    """``escalation`` is not saved where it ``is_new``. ``refusal`` is why none may be opened. ``sendable``: it can go
    to its printer by mail or API from where it is; ``letter`` are the words that would go.
    """

    escalation: Escalation
    is_new: bool
    refusal: Exception | None
    sendable: bool
    letter: str

    @property
    def usual(self) -> bool:
        """Whether somebody outside is to see to it."""
        return self.escalation.party in OUTSIDE

    @property
    def there(self) -> Escalation | None:
        """The one that is there already."""
        return None if self.is_new else self.escalation


def taken_up(asker: Asker, wanted: Wanted, scene: Scene) -> TakenUp:
    """What would become of it. A query, and one of its printer's rules."""
    existing = live_same(scene.aim, scene.reason.code, None)
    refusal = None if asker.may(Permission.ESCALATE) else NotAllowed(Permission.ESCALATE)
    escalation = existing or drafted(asker, _problem(wanted), scene.aim, scene.situation.now)
    rules = rules_of(escalation.printer_id) if _mine_to_send(asker, escalation) else None
    return TakenUp(
        escalation=escalation,
        is_new=existing is None,
        refusal=refusal,
        sendable=rules is not None and rules.channel in DOORS,
        letter=_usual_words(rules, scene) if wanted.letter is None else wanted.letter,
    )


def take_it_up(asker: Asker, wanted: Wanted, scene: Scene, found: TakenUp) -> Escalation:
    """Open it, or add what is known to the live one. Raises NotAllowed, Changed."""
    if found.refusal is not None:
        raise found.refusal
    if found.is_new:
        return take_up(asker, _problem(wanted).checked(), scene.aim, scene.situation.now)
    return say(asker, found.escalation.pk, wanted.words) if wanted.words else found.escalation


def send_it(asker: Asker, escalation: Escalation, found: TakenUp) -> Escalation:
    """Have it go to its printer, with the evidence that is there. Raises Invalid, NotAllowed, Refused."""
    files = [each.pk for each in evidence_of(escalation.pk) if each.state == EvidenceState.READY]
    try:
        return send(asker, escalation.pk, found.letter, evidence=files)
    except Invalid as invalid:
        raise Invalid(letter=str(invalid)) from invalid


def await_evidence(asker: Asker, escalation: Escalation, asked: Collection[str]) -> None:
    """Say that its customer was asked for something, where whoever asks may move it from where it is."""
    mine = asker.may(Permission.MOVE_ESCALATION, own=is_own(asker, escalation))
    if escalation.state == EscalationState.OPEN and mine:
        words = "; ".join(evidence_names()[name] for name in asked)
        move(asker, escalation.pk, EscalationState.AWAITING_EVIDENCE, f"The customer was asked for: {words}.")


def _usual_words(rules: Rules | None, scene: Scene) -> str:
    """In the printer's language; a letter around them asks for the rest."""
    words = printer_words(rules.language if rules else "")
    told_bare = rules is not None and rules.channel is Channel.API
    return words.opening(scene.reason.code) if told_bare else f"{words.reason(scene.reason.code)}."


def _mine_to_send(asker: Asker, escalation: Escalation) -> bool:
    if escalation.party != Party.PRINTER or not escalation.printer_id or not is_first(escalation):
        return False
    return asker.may(Permission.MOVE_ESCALATION, own=escalation._state.adding or is_own(asker, escalation))


def _problem(wanted: Wanted) -> Problem:
    names = ("order_id", "line_id", "print_job_id", "parcel_id", "reason", "severity", "key")
    return Problem(**{name: getattr(wanted, name) for name in names}, text=wanted.words)
