"""Printers' calls as ops read them: a list, and one with its body, masked like everybody's free words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.core.paginator import Paginator

from orders.answer.model import Tone
from orders.printers import every_printer
from orders.read import load_story
from support import masking
from support.audit.actors import names
from support.models import AuditEvent
from support.printer_api.listing import not_told
from support.printer_api.models import CallState, PrinterCall
from support.shown.notes import masked
from support.webhooks.listing import A_PAGE, RAISED, STATES, calls
from support.webhooks.models import Webhook, WebhookState

LONGEST_BODY: Final = 20_000
MOST_EVENTS: Final = 20

LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        WebhookState.STORED: "Waits",
        WebhookState.PROCESSED: "Processed",
        WebhookState.UNKNOWN: "Not understood",
        WebhookState.FAILED: "Failed",
        WebhookState.DISMISSED: "Dismissed",
    }
)
TONES: Final[Mapping[str, Tone]] = MappingProxyType(
    {
        WebhookState.PROCESSED: Tone.OK,
        WebhookState.UNKNOWN: Tone.WARN,
        WebhookState.FAILED: Tone.FAIL,
    }
)
TABS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "raised": "For a person",
        "stored": "Waiting",
        "processed": "Processed",
        "dismissed": "Dismissed",
        "all": "All",
    }
)
CALL_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        CallState.WAITING: "Waits",
        CallState.SENDING: "Being sent",
        CallState.DONE: "Arrived",
        CallState.REFUSED: "Refused",
        CallState.GIVEN_UP: "Given up",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCall:
    """One call of a printer; nothing in it is the printer's own words but its status."""

    call: Webhook
    printer: str
    label: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOutgoing:
    """One thing that we tell a printer."""

    call: PrinterCall
    printer: str
    label: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookList:
    """One page of calls; ``number`` of ``pages``. ``outgoing`` is what printers were not told yet, or not at all."""

    rows: Sequence[ShownCall]
    state: str
    printer_id: str
    tabs: Sequence[tuple[str, str]]
    printers: Sequence[tuple[str, str]]
    number: int
    pages: int
    outgoing: Sequence[ShownOutgoing]

    @property
    def before(self) -> int:
        """The page before, 0 where there is none."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The page after, 0 where there is none."""
        return self.number + 1 if self.number < self.pages else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvent:
    """What somebody did about a call."""

    event: AuditEvent
    who: str
    said: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookPage:
    """One call. ``body`` is masked, and cut where ``cut``; ``late`` are the seconds between signing and hearing."""

    shown: ShownCall
    body: str
    cut: bool
    late: int
    events: Sequence[ShownEvent]

    @property
    def raised(self) -> bool:
        """Whether it waits for a person."""
        return self.shown.call.state in RAISED

    @property
    def may_again(self) -> bool:
        """Whether processing it again could change anything."""
        return self.raised or self.shown.call.state == WebhookState.DISMISSED


def webhook_list(state: str, printer_id: str, number: int) -> WebhookList:
    """One page of the list; an unknown state is "raised"."""
    state = state if state in STATES else "raised"
    known = {printer.printer_id: printer.name or printer.printer_id for printer in every_printer()}
    page = Paginator(calls(state, printer_id), A_PAGE).get_page(number)
    return WebhookList(
        rows=[shown_call(call, known) for call in page.object_list],
        state=state,
        printer_id=printer_id,
        tabs=list(TABS.items()),
        printers=sorted(known.items(), key=lambda one: one[1].casefold()),
        number=page.number,
        pages=page.paginator.num_pages,
        outgoing=[shown_outgoing(call, known) for call in not_told()],
    )


def shown_call(call: Webhook, printers: Mapping[str, str]) -> ShownCall:
    """A call with its state in words."""
    return ShownCall(
        call=call,
        printer=printers.get(call.printer_id, call.printer_id),
        label=LABELS[call.state],
        tone=TONES.get(call.state, Tone.IDLE),
    )


def shown_outgoing(call: PrinterCall, printers: Mapping[str, str]) -> ShownOutgoing:
    """What we tell a printer, with its state in words."""
    bad = call.state in (CallState.REFUSED, CallState.GIVEN_UP)
    return ShownOutgoing(
        call=call,
        printer=printers.get(call.printer_id, call.printer_id),
        label=CALL_LABELS[call.state],
        tone=Tone.FAIL if bad else Tone.WARN if call.trouble else Tone.IDLE,
    )


def webhook_page(call: Webhook) -> WebhookPage:
    """The page of one call. Its body is masked by what its order knows of people, and by what looks like an address."""
    order_id = call.escalation.order_id if call.escalation else ""
    story = load_story(order_id) if order_id else None
    mask = masked(masking.story_secrets(story) if story else masking.NOTHING)
    body = mask(_readable(bytes(call.body)))
    return WebhookPage(
        shown=shown_call(call, {each.printer_id: each.name for each in every_printer() if each.name}),
        body=body[:LONGEST_BODY],
        cut=len(body) > LONGEST_BODY,
        late=round((call.heard_at - call.signed_at).total_seconds()),
        events=_events(call),
    )


def _readable(body: bytes) -> str:
    """The bytes as text, indented where they are JSON; characters that nobody sees are spelled out."""
    text = body.decode("utf-8", "backslashreplace")
    with suppress(ValueError, RecursionError):
        text = json.dumps(json.loads(text), indent=1, ensure_ascii=False)
    return "".join(letter if letter.isprintable() or letter == "\n" else ascii(letter)[1:-1] for letter in text)


def _events(call: Webhook) -> list[ShownEvent]:
    found = AuditEvent.objects.filter(target_kind="webhook", target_id=str(call.pk)).select_related("reason")
    events = list(found.order_by("-number")[:MOST_EVENTS])
    known = names(event.actor for event in events)
    said = {
        "webhook.again": "Processed again",
        "webhook.dismissed": "Dismissed",
        "webhook.clashed": "Sent another body",
    }
    return [
        ShownEvent(event=each, who=known[each.actor], said=said.get(each.type, each.type), why=_why(each))
        for each in events
    ]


def _why(event: AuditEvent) -> str:
    reason = getattr(event, "reason", None)
    return reason.text if reason is not None else ""
