"""What would be done about a problem, part by part, exactly as it would be: shown first, and looked at again after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboard.permissions import Permission
from support.commands.ask import look
from support.commands.asker import Asker
from support.commands.listing import commands_of
from support.commands.refusals import Invalid
from support.reasons import reasons
from support.remedies.claimed import Claimed, claimed
from support.remedies.copies import Copy
from support.remedies.jotted import jotted
from support.remedies.models import Message
from support.remedies.offer import Offered, Offering
from support.remedies.resolutions import resolutions
from support.remedies.scene import Scene, scene_of
from support.remedies.taken_up import TakenUp, taken_up
from support.remedies.told import Told, told
from support.remedies.wanted import Part, Wanted
from support.requests.models import Request, RequestState

NOT_OFFERED = "This is not offered for the problem as it stands. Choose another."


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``wanted`` as it was sent; everything else as it would be. ``amount`` is what is recommended, in minor units of
    the order's currency. ``send``: the escalation goes to its printer at once.
    """

    wanted: Wanted
    scene: Scene
    offering: Offering
    offers: Sequence[Offered]
    chosen: Offered
    parts: frozenset[Part]
    amount: int | None
    taken_up: TakenUp
    send: bool
    claimed: Claimed
    told: Told
    note: str

    @property
    def version(self) -> int:
        """The order's."""
        return self.scene.situation.story.version

    def has(self, part: Part) -> bool:
        """Whether a part would be done."""
        return part in self.parts

    @property
    def mails(self) -> bool:
        """Whether a mail would go to the customer."""
        return self.has(Part.MESSAGE) and self.told.how is Message.MAIL

    def digest(self) -> str:
        """SHA-256 of what would be done and cannot be seen in what was sent: targets, costs, what is there already."""
        chosen, taken = self.chosen, self.taken_up
        commands = [_told(copy) for copy in chosen.copies.copies]
        said = [
            chosen.resolution.code,
            commands,
            chosen.copies.asks,
            chosen.copies.code,
            sorted(self.parts),
            self.amount,
        ]
        said += [taken.there.pk if taken.there else "", str(taken.escalation.party), self.send]
        said += [self.claimed.existing.pk if self.claimed.existing else "", self.claimed.amount, self.claimed.currency]
        said += [self.told.how, self.told.link, self.told.words.language]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _told(copy: Copy) -> list[str | int]:
    target = copy.target
    about = (target.line_id, target.render_id, target.print_job_id, target.printer_id)
    return [copy.wish.kind.value, *about, target.cost, target.currency]


def plan_of(asker: Asker, wanted: Wanted, now: datetime) -> Plan:
    """The plan on the order as it is, read consistently. Raises NotThere, and Invalid for what cannot be."""
    situation = look(wanted.order_id, commands_of(wanted.order_id), now)
    scene = scene_of(situation, wanted.named, reasons()[wanted.reason])
    offering = Offering(asker, scene, _requested(wanted.order_id))
    offers = offering.offered()
    chosen = _chosen(offering, offers, wanted)
    amount = (
        (chosen.amount if wanted.amount is None else wanted.amount or None) if chosen.resolution.recommends else None
    )
    taken = taken_up(asker, wanted, scene)
    claim = claimed(asker, wanted, scene, taken)
    parts = _parts(asker, chosen, taken, claim) if wanted.parts is None else _sensible(wanted.parts, chosen)
    escalated = Part.ESCALATION in parts or taken.there is not None
    message = told(wanted, scene, chosen.resolution, claim.missing if Part.CLAIM in parts else (), escalated=escalated)
    send = taken.sendable and not claim.missing if wanted.send is None else wanted.send and taken.sendable
    note = jotted(scene, chosen, amount, parts, taken, claim, message) if wanted.note is None else wanted.note
    return Plan(
        wanted=wanted,
        scene=scene,
        offering=offering,
        offers=offers,
        chosen=chosen,
        parts=parts,
        amount=amount,
        taken_up=taken,
        send=send and Part.ESCALATION in parts,
        claimed=claim,
        told=message,
        note=note,
    )


def _chosen(offering: Offering, offers: Sequence[Offered], wanted: Wanted) -> Offered:
    """The one that is wanted, or recommended, or the first that can be done. Raises Invalid."""
    if wanted.resolution:
        if wanted.resolution not in {each.resolution.code for each in offers}:
            raise Invalid(resolution=NOT_OFFERED)
        return offering.of(resolutions()[wanted.resolution], wanted.printer_id)
    best = next((each for each in offers if each.recommended), None)
    return best or next((each for each in offers if each.possible), offers[0])


def _parts(asker: Asker, chosen: Offered, taken: TakenUp, claim: Claimed) -> frozenset[Part]:
    """Those that make sense unless somebody says otherwise."""
    outside = taken.usual and chosen.resolution.claims and taken.refusal is None
    usual = {
        Part.COMMAND: bool(chosen.copies.copies),
        Part.ESCALATION: outside,
        Part.CLAIM: outside and claim.usual and asker.may(Permission.MAKE_CLAIM),
        Part.MESSAGE: True,
        Part.NOTE: asker.may(Permission.WRITE_NOTE),
    }
    return frozenset(part for part, wanted in usual.items() if wanted)


def _sensible(parts: frozenset[Part], chosen: Offered) -> frozenset[Part]:
    """There is no command in a resolution that takes none, or that can do without the one that makes no sense."""
    without = chosen.resolution.does is None or (chosen.resolution.optional and chosen.copies.refusal is not None)
    return parts - {Part.COMMAND} if without else parts


def _requested(order_id: str) -> frozenset[str]:
    found = Request.objects.filter(order_id=order_id, state=RequestState.OPEN)
    return frozenset(found.values_list("print_job_id", flat=True))
