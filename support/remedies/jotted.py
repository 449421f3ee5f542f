"""The internal note of a remedy: what was done, in a few lines, ready to be added to."""

from __future__ import annotations

from collections.abc import Iterator

from orders.contract.model import CommandKind
from support.escalations.names import PARTIES, about
from support.reasons import Party
from support.remedies.claimed import Claimed
from support.remedies.copies import Copies
from support.remedies.models import Message
from support.remedies.offer import Offered
from support.remedies.scene import Scene
from support.remedies.taken_up import TakenUp
from support.remedies.told import Told
from support.remedies.wanted import Part
from support.templatetags.money import money

ASKED = {
    CommandKind.RENDER: "another render",
    CommandKind.REPRINT: "a reprint",
    CommandKind.REROUTE: "a reprint elsewhere",
    CommandKind.CANCEL_PRINT_JOB: "the end of the print job",
}


def jotted(
    scene: Scene,
    chosen: Offered,
    amount: int | None,
    parts: frozenset[Part],
    taken_up: TakenUp,
    claimed: Claimed,
    told: Told,
) -> str:
    """The note as it is suggested; it tells only of the parts that are done."""
    lines = [f"{scene.reason.label}, {about(taken_up.escalation)}: {chosen.resolution.label}."]
    if Part.COMMAND in parts:
        lines += _commands(chosen.copies)
    if chosen.resolution.recommends:
        sum_ = f" {money(amount, scene.currency)}" if amount else ""
        lines.append(f"Recommended{sum_}, not done: nothing here takes a command for it.")
    if Part.ESCALATION in parts:
        lines.append(_escalation(taken_up))
    if Part.CLAIM in parts:
        lines.append(_claim(claimed))
    if Part.MESSAGE in parts:
        sent = {Message.MAIL: "The customer is written to by mail.", Message.COPIED: "The customer was told elsewhere."}
        lines.append(sent.get(told.how, "The customer is told nothing from here."))
    return "\n".join(lines)


def _commands(copies: Copies) -> Iterator[str]:
    for copy in copies.copies:
        cost = f", about {money(copy.target.cost, copy.target.currency)}" if copy.target.cost else ""
        verb = "Asked somebody else to decide on" if copies.asks else "Asked for"
        yield f"{verb} {ASKED[copy.wish.kind]} of line {copy.target.line_id}{cost}."


def _escalation(found: TakenUp) -> str:
    who = PARTIES[Party(found.escalation.party)]
    return f"Taken up with {who}." if found.is_new else f"Taken up with {who} already; added to that."


def _claim(found: Claimed) -> str:
    until = f", until {found.clock.last_day:%d %B %Y}" if found.clock and found.clock.last_day else ""
    verb = "Claimed already" if found.existing else "Claimed"
    return f"{verb}: {money(found.amount, found.currency)} from {found.against}{until}."
