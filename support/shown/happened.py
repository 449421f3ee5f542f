"""What happened to an order in words: remedies, claims, mails, evidence, and what printers were told and answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from orders.answer.model import Stage, TimelineEvent, Tone
from orders.contract.model import Printer
from support.audit import actors
from support.claims.models import ClaimState
from support.claims.names import STATES as CLAIM_STATES
from support.escalations.models import Escalation
from support.mail.models import MailState
from support.reasons import evidence_names
from support.remedies.happened import Happening, Kind
from support.remedies.models import Message
from support.remedies.resolutions import resolutions
from support.shown.commands import cause_words
from support.templatetags.money import money

TOGETHER: Final = timedelta(seconds=10)
"""Longer than one remedy takes to be written down."""

ANSWERS: Final = frozenset({"webhook.heard", "printer_call.settled"})
"""What a printer said is no part of our step, however close it comes by the printer's clock."""

CLAIM_TONES: Final = {
    ClaimState.APPROVED: Tone.OK, ClaimState.CREDITED: Tone.OK, ClaimState.REJECTED: Tone.FAIL,
    ClaimState.EXPIRED: Tone.FAIL,
}  # fmt: skip
MAIL_STATES: Final = {
    MailState.WAITING: "waiting to be sent", MailState.SENDING: "being sent", MailState.SENT: "sent",
    MailState.MAYBE_SENT: "maybe sent: somebody has to look", MailState.DELIVERED: "delivered",
    MailState.BOUNCED: "came back", MailState.COMPLAINED: "called unwanted", MailState.FAILED: "could not be sent",
    MailState.WITHDRAWN: "withdrawn",
}  # fmt: skip
MAIL_TONES: Final = {
    MailState.DELIVERED: Tone.OK, MailState.BOUNCED: Tone.FAIL, MailState.FAILED: Tone.FAIL,
    MailState.COMPLAINED: Tone.FAIL, MailState.MAYBE_SENT: Tone.WARN,
}  # fmt: skip
ACTS: Final = {"open": "told of the problem", "answer": "written to again", "close": "told that it is over"}


def names_of(
    found: Iterable[Happening], escalations: Iterable[Escalation], printers: Mapping[str, Printer]
) -> dict[str, str]:
    """The names of all who acted in these: two queries, none where nobody did; and of the ``printers`` that we know."""
    called = {f"printer:{each.printer_id}": each.name for each in printers.values() if each.name}
    events = [step.event for escalation in escalations for step in escalation.steps.all()]
    wanted = {event.actor for event in events} | {str(event.details.get("owner", "")) for event in events}
    wanted |= {each.told.get("actor") or each.told.get("event__actor") or "" for each in found}
    wanted -= {"", *called}
    return (actors.names(wanted) if wanted else {}) | called


def happened_events(found: Sequence[Happening], known: Mapping[str, str]) -> Iterator[TimelineEvent]:
    """Them as events of their order."""
    claims = {each.id: each.told for each in found if each.kind is Kind.CLAIM}
    for each in found:
        match each.kind:
            case Kind.REMEDY:
                yield _remedy(each, known)
            case Kind.CLAIM_STEP:
                yield _claim_step(each, claims.get(each.told["claim_id"], {}), known)
            case Kind.MAIL:
                yield from _mail(each, known)
            case Kind.EVIDENCE:
                yield _evidence(each, known)
            case Kind.CALL:
                yield from _call(each, known)
            case Kind.WEBHOOK:
                yield _webhook(each, known)


def groups_of(found: Sequence[Happening], events: Iterable[TimelineEvent]) -> dict[str, str]:
    """Which events were one step: each part's, by its id, with the id of its remedy's event."""
    grouped: dict[str, str] = {}
    told = list(events)
    for each in found:
        if each.kind is Kind.REMEDY:
            letters = (one.id for one in found if one.kind is Kind.MAIL and _is_of(one, each))
            sources = {*_sources(each.told), *(f"mails/{id_}" for id_ in letters)}
            done = _time(each.told["done_at"])
            ours = (event for event in told if event.source in sources and event.kind not in ANSWERS)
            inside = (event for event in ours if done - TOGETHER <= event.at <= done)
            grouped |= {event.id: f"remedy-{each.id}-done" for event in inside}
    return grouped


def _is_of(mail: Happening, remedy: Happening) -> bool:
    """Whether a mail is about the escalation of a remedy: its letter to the printer."""
    return mail.told["escalation_id"] is not None and mail.told["escalation_id"] == remedy.told["escalation_id"]


def _sources(told: Mapping[str, Any]) -> Iterator[str]:
    for name in ("commands", "requests"):
        yield from (f"{name}/{id_}" for id_ in told[name])
    for name in ("escalation", "claim", "mail", "note"):
        if told[f"{name}_id"] is not None:
            yield f"{name}s/{told[f'{name}_id']}"


def _remedy(each: Happening, known: Mapping[str, str]) -> TimelineEvent:
    told = each.told
    text = f"Made right: {cause_words(told['reason'])}, {resolutions()[told['resolution']].label.lower()}"
    text += f", {money(told['recommended'], told['currency'])} recommended, not done" if told["recommended"] else ""
    text += "; the customer was told elsewhere" if told["message"] == Message.COPIED else ""
    return _event(f"remedy-{each.id}-done", told["done_at"], "remedy.made", text, known.get(told["actor"], "Printdesk"),
                  f"remedies/{each.id}")  # fmt: skip


def _claim_step(each: Happening, claim: Mapping[str, Any], known: Mapping[str, str]) -> TimelineEvent:
    told, state = each.told, ClaimState(each.told["now"])
    sum_ = f"{money(claim['amount'], claim['currency'])} from {against(claim, known)}" if claim else ""
    moved = told["was"] != told["now"]
    text = f"Claim ({sum_}): {CLAIM_STATES[state].lower()}" if moved else f"Claim ({sum_}): words added"
    if state is ClaimState.CREDITED and claim.get("credit_note"):
        text += f", credit note {claim['credit_note']}"
    return _event(
        f"claim-{told['claim_id']}-{each.id}",
        told["at"],
        f"claim.{told['now']}",
        text if told["was"] else f"Claim made: {sum_}",
        known.get(told["event__actor"], "Printdesk"),
        f"claims/{told['claim_id']}",
        tone=CLAIM_TONES.get(state, Tone.IDLE) if moved else Tone.IDLE,
    )


def _mail(each: Happening, known: Mapping[str, str]) -> Iterator[TimelineEvent]:
    told, state = each.told, MailState(each.told["state"])
    to, source = f"Mail to the {told['recipient']}", f"mails/{each.id}"
    who = known.get(told["actor"], "Printdesk")
    yield _event(f"mail-{each.id}-made", told["made_at"], "mail.made", f"{to} written", who, source)
    if told["sent_at"]:
        yield _event(f"mail-{each.id}-sent", told["sent_at"], "mail.sent", f"{to} sent", "Printdesk", source)
    if told["settled_at"]:
        tone, text = MAIL_TONES.get(state, Tone.IDLE), f"{to}: {MAIL_STATES[state]}"
        yield _event(
            f"mail-{each.id}-settled", told["settled_at"], f"mail.{state}", text, "mail service", source, tone=tone
        )


def _evidence(each: Happening, known: Mapping[str, str]) -> TimelineEvent:
    told = each.told
    what = evidence_names().get(told["shows"], "a file")
    bad = f", {told['state']}" if told["state"] in ("refused", "withdrawn") else ""
    who = "customer" if told["actor"].startswith("link:") else known.get(told["actor"], "Printdesk")
    source = f"escalations/{told['escalation_id']}"
    return _event(f"evidence-{each.id}", told["came_at"], "evidence.added", f"Evidence came: {what}{bad}", who, source)


def _call(each: Happening, known: Mapping[str, str]) -> Iterator[TimelineEvent]:
    told, source = each.told, f"escalations/{each.told['escalation_id']}"
    printer, act = _printer(told, known), ACTS.get(told["act"], told["act"])
    yield _event(f"call-{each.id}-asked", told["asked_at"], "printer_call.asked", f"{printer} is {act} by its API",
                 known.get(told["actor"], "Printdesk"), source)  # fmt: skip
    if told["settled_at"]:
        done = told["state"] == "done"
        named = f", as {told['reference']}" if told["reference"] else ""
        text = f"{printer} has taken it{named}" if done else f"{printer} could not be told by its API"
        yield _event(f"call-{each.id}-settled", told["settled_at"], "printer_call.settled", text, printer, source,
                     tone=Tone.IDLE if done else Tone.FAIL)  # fmt: skip


def _webhook(each: Happening, known: Mapping[str, str]) -> TimelineEvent:
    told, printer = each.told, _printer(each.told, known)
    means = f", which means {told['meaning'].replace('_', ' ')}" if told["meaning"] else ", which nobody knows yet"
    text = f"{printer} calls: “{told['raw_status'].strip()}”{means}"
    source = f"escalations/{told['escalation_id']}"
    return _event(f"webhook-{each.id}", told["signed_at"], "webhook.heard", text, printer, source,
                  heard=told["heard_at"], clock="printer")  # fmt: skip


def against(claim: Mapping[str, Any], known: Mapping[str, str]) -> str:
    """Whom a claim is asked of: a printer by its name, a carrier as the backend calls it."""
    return known.get(f"printer:{claim['against']}") or str(claim["against"])


def _printer(told: Mapping[str, Any], known: Mapping[str, str]) -> str:
    """A printer by its name, else by its id."""
    return known.get(f"printer:{told['printer_id']}") or f"Printer {told['printer_id']}"


def _event(
    id_: str, at: str, kind: str, text: str, actor: str, source: str, *,
    tone: Tone = Tone.IDLE, heard: str = "", clock: str = "Printdesk",
) -> TimelineEvent:  # fmt: skip
    return TimelineEvent(
        id=id_, at=_time(at), heard_at=_time(heard or at), kind=kind, tone=tone, stage=Stage.UNKNOWN, actor=actor,
        text=text, source=source, clock=clock,
    )  # fmt: skip


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
