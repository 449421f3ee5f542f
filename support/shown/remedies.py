"""Remedies on their order's page: every part with how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from orders.answer.model import Tone
from orders.contract.model import CommandKind
from support.claims.models import ClaimState
from support.claims.names import STATES as CLAIM_STATES
from support.commands.states import State
from support.mail.models import MailState
from support.remedies.happened import Happening, Kind
from support.remedies.models import Message
from support.remedies.resolutions import resolutions
from support.shown.commands import ShownCommand, cause_words
from support.shown.escalations import ShownEscalation
from support.shown.happened import CLAIM_TONES, MAIL_STATES, MAIL_TONES, against
from support.shown.requests import ShownRequest
from support.templatetags.money import money


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPiece:
    """One part: how far it is, what it is, and where it is read ("" nowhere). ``mail``: it is one of our mails, which
    not everybody may open.
    """

    anchor: str
    tone: Tone
    label: str
    text: str
    address: str
    mail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRemedy:
    """One remedy. ``under_way`` while a command or request of it is open; ``then`` is where its next step is taken."""

    anchor: str
    problem: str
    resolution: str
    who: str
    at: datetime
    pieces: tuple[ShownPiece, ...]
    under_way: bool
    then: str


@dataclass(frozen=True, slots=True)
class Known:
    """What of an order is shown already, which its remedies are made of."""

    order_id: str
    found: Sequence[Happening]
    commands: Sequence[ShownCommand]
    requests: Sequence[ShownRequest]
    escalations: Sequence[ShownEscalation]
    names: Mapping[str, str]


def shown_remedies(known: Known) -> tuple[ShownRemedy, ...]:
    """The remedies of an order, newest first."""
    made = [each for each in known.found if each.kind is Kind.REMEDY]
    return tuple(_shown(each, known) for each in sorted(made, key=lambda one: one.told["done_at"], reverse=True))


def _shown(each: Happening, known: Known) -> ShownRemedy:
    told = each.told
    commands = [one for one in known.commands if one.command.pk in told["commands"]]
    requests = [one for one in known.requests if one.request.pk in told["requests"]]
    return ShownRemedy(
        anchor=f"remedy-{each.id}",
        problem=cause_words(told["reason"]),
        resolution=resolutions()[told["resolution"]].label,
        who=known.names.get(told["actor"], "Printdesk"),
        at=datetime.fromisoformat(told["done_at"]),
        pieces=tuple(_pieces(f"remedy-{each.id}", told, commands, requests, known)),
        under_way=any(one.is_open for one in commands) or any(one.is_open for one in requests),
        then=_then(told, commands, known.order_id),
    )


def _pieces(
    anchor: str,
    told: Mapping[str, Any],
    commands: Sequence[ShownCommand],
    requests: Sequence[ShownRequest],
    known: Known,
) -> Iterator[ShownPiece]:
    asked: list[ShownCommand | ShownRequest] = [*commands, *requests]
    for one in asked:
        yield ShownPiece(
            anchor=f"{anchor}-{one.anchor}",
            tone=one.tone,
            label=one.label,
            text=f"{one.what}, {one.about}",
            address=f"#{one.anchor}",
        )
    if resolutions()[told["resolution"]].recommends:
        sum_ = f", {money(told['recommended'], told['currency'])}" if told["recommended"] else ""
        label = resolutions()[told["resolution"]].label
        yield ShownPiece(
            anchor=f"{anchor}-recommended",
            tone=Tone.IDLE,
            label="Recommended",
            text=f"{label}{sum_}: to be done elsewhere, not done from here",
            address="",
        )
    for taken in known.escalations:
        if taken.escalation.pk == told["escalation_id"]:
            yield ShownPiece(
                anchor=f"{anchor}-escalation",
                tone=taken.tone,
                label=taken.label,
                text=f"Escalation with {taken.against}",
                address=taken.address,
            )
    rows = {(each.kind, each.id): each.told for each in known.found}
    if claim := rows.get((Kind.CLAIM, told["claim_id"] or "")):
        yield _claim(anchor, told["claim_id"], claim, known.names)
    if mail := rows.get((Kind.MAIL, told["mail_id"] or "")):
        state = MailState(mail["state"])
        yield ShownPiece(
            anchor=f"{anchor}-mail",
            tone=MAIL_TONES.get(state, Tone.IDLE),
            label=MAIL_STATES[state].capitalize(),
            text="Mail to the customer",
            address=reverse("mail", args=[told["mail_id"]]),
            mail=True,
        )
    elif told["message"] == Message.COPIED:
        yield ShownPiece(
            anchor=f"{anchor}-copied",
            tone=Tone.IDLE,
            label="Copied",
            text="The customer was told elsewhere",
            address="",
        )
    if told["note_id"] is not None:
        yield ShownPiece(
            anchor=f"{anchor}-note",
            tone=Tone.IDLE,
            label="Written",
            text="Internal note",
            address=f"?note={told['note_id']}#note-{told['note_id']}",
        )


def _claim(anchor: str, claim_id: str, claim: Mapping[str, Any], names: Mapping[str, str]) -> ShownPiece:
    state = ClaimState(claim["state"])
    text = f"Claim of {money(claim['amount'], claim['currency'])} from {against(claim, names)}"
    text += f", {money(claim['granted'], claim['currency'])} granted" if claim["granted"] is not None else ""
    text += f", credit note {claim['credit_note']}" if claim["credit_note"] else ""
    return ShownPiece(
        anchor=f"{anchor}-claim",
        tone=CLAIM_TONES.get(state, Tone.IDLE),
        label=CLAIM_STATES[state],
        text=text,
        address=reverse("claim", args=[claim_id]),
    )


def _then(told: Mapping[str, Any], commands: Sequence[ShownCommand], order_id: str) -> str:
    """Where the reprint is asked for once the new files are ready; "" where nothing follows."""
    rendered = [one for one in commands if one.command.kind == CommandKind.RENDER and one.command.state == State.DONE]
    if not resolutions()[told["resolution"]].first or not rendered:
        return ""
    about = {"about": f"line:{told['line_id']}", "reason": told["reason"]}
    return f"{reverse('order-remedy', args=[order_id])}?{urlencode(about)}"
