"""Events of the audit as people read them: who, what, about what, and where that is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode

from dashboard.permissions import Permission, may
from dashboard.roles import Role
from support.audit import actors
from support.audit.chain import hash_of, text_of
from support.audit.export import ERASED, reason_of, salt_of
from support.audit.listing import Page
from support.audit.selection import Selection
from support.audit.types import TYPES, EventType, called, sentence
from support.models import AuditEvent
from support.shown.audit_words import details_words, target_words
from support.shown.hits import anchor

GROUPS: Final = {
    "audit": "The audit",
    "bulk": "Bulk jobs",
    "claim": "Claims",
    "command": "Commands",
    "customer": "Customers",
    "escalation": "Escalations",
    "incident": "Incidents",
    "limit": "Limits",
    "note": "Notes",
    "personal": "Personal data",
    "quarantine": "Rows set aside",
    "queue": "Queues",
    "reply": "Replies",
    "request": "Requests",
    "staff": "Staff",
    "token": "Programs’ tokens",
    "work": "Work in queues",
}
"""What the first words of types mean; others are shown as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where something is that an event is about."""

    words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvent:
    """One event in words. ``reason`` is "" where none was given, and ``erased`` where its words are gone;
    ``number`` is its order's, where that is known.
    """

    event: AuditEvent
    who: str
    said: str
    reason: str
    erased: bool
    links: tuple[Link, ...]
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """One event with what it can be checked by: the text that was hashed, whether that still gives the hash, and the
    salt of its reason, "" where there is none to be checked.
    """

    shown: ShownEvent
    details: Sequence[tuple[str, Any]]
    text: str
    salt: str
    holds: bool
    before: bool
    after: bool


def shown_events(events: Sequence[AuditEvent], roles: Collection[Role]) -> list[ShownEvent]:
    """Events with the names of who acted, and links that lead somewhere for who looks."""
    known = actors.names([*(event.actor for event in events), *filter(None, map(_colleague, events))])
    return [_shown(event, known, roles) for event in events]


def shown_acts(events: Sequence[AuditEvent], numbers: Mapping[str, str]) -> list[ShownEvent]:
    """Events for whoever sees the orders that they are about: without the words of their reasons. ``numbers`` are the
    orders', by id.
    """
    known = actors.names(event.actor for event in events)
    return [_act(event, known[event.actor], numbers.get(event.order_id) or event.order_id) for event in events]


def event_page(event: AuditEvent, roles: Collection[Role], *, last: int) -> EventPage:
    """The page of one event; ``last`` is the newest's number."""
    text = text_of(event)
    return EventPage(
        shown=shown_events([event], roles)[0],
        details=sorted(event.details.items()),
        text=text,
        salt=salt_of(event),
        holds=hash_of(event) == event.hash,
        before=event.number > 1,
        after=event.number < last,
    )


def said(event: AuditEvent, known: Mapping[str, str] | None = None) -> str:
    """An event's sentence without its actor: codes in words, enumerations and ids short."""
    colleague = (known or {}).get(_colleague(event))
    return sentence(event, details_words(event), colleague or called(event, target_words(event)))


def type_choices() -> list[tuple[str, str, list[EventType]]]:
    """Every type there is, by its first word: that word, what it means, the types."""
    types = sorted(TYPES.values(), key=lambda one: one.name)
    groups = groupby(types, key=lambda one: one.name.partition(".")[0])
    return sorted(((name, group_words(name), list(each)) for name, each in groups), key=lambda one: one[1].casefold())


def group_words(name: str) -> str:
    """What the first word of types means."""
    return GROUPS.get(name, name.replace("_", " ").capitalize())


def told(selection: Selection, people: Mapping[str, str]) -> str:
    """What was selected, in words; "everything" where nothing is narrowed."""
    parts = [
        f"by {people.get(selection.who, selection.who)} ({selection.who})" if selection.who else "",
        _of_type(selection.type),
        f"about order {selection.order}" if selection.order else "",
        f"on {selection.target}" if selection.target else "",
        _days(selection.since, selection.until),
        f"{selection.reason} a reason" if selection.reason else "",
    ]
    return ", ".join(filter(None, parts)) or "everything"


def pages_of(page: Page, selection: Selection) -> dict[str, str]:
    """The queries of the pages beside this one, by their names; those that there are."""
    given = selection.given()
    beside = {"older": ("before", page.older), "newer": ("after", page.newer)}
    return {
        name: urlencode(given | {word: str(number)}) for name, (word, number) in beside.items() if number is not None
    }


def _act(event: AuditEvent, who: str, number: str) -> ShownEvent:
    return ShownEvent(event=event, who=who, said=said(event), reason="", erased=False, links=(), number=number)


def _shown(event: AuditEvent, known: Mapping[str, str], roles: Collection[Role]) -> ShownEvent:
    reason = reason_of(event)
    return ShownEvent(
        event=event,
        who=known[event.actor],
        said=said(event, known),
        reason="" if reason == ERASED else reason,
        erased=reason == ERASED and not hasattr(event, "reason"),
        links=tuple(_links(event, roles)),
    )


def _links(event: AuditEvent, roles: Collection[Role]) -> Iterable[Link]:
    if event.order_id:
        place = {"command": anchor("command", event.target_id), "note": anchor("note", event.target_id)}
        at = f"#{place[event.target_kind]}" if event.target_kind in place else ""
        address = f"{reverse('order', args=[event.order_id])}{at}"
        yield Link(words=f"order {event.order_id}", address=address)
    match event.target_kind:
        case "customer":
            yield Link(words="customer", address=reverse("customer", args=[event.target_id]))
        case "record" if may(roles, Permission.VIEW_QUARANTINE):
            table = event.target_id.partition("/")[0]
            yield Link(words=f"rows of {table} set aside", address=f"{reverse('quarantine')}?table={table}")
        case "bulk_job" if may(roles, Permission.VIEW_BULK):
            yield Link(words="bulk job", address=reverse("bulk-job", args=[event.target_id]))
        case "claim":
            yield Link(words="claim", address=reverse("claim", args=[event.target_id]))
        case "escalation":
            yield Link(words="escalation", address=reverse("escalation", args=[event.target_id]))
        case "incident" if event.target_id.isdecimal():
            yield Link(words=f"incident {event.target_id}", address=reverse("incident", args=[event.target_id]))
        case "event" if event.target_id.isdecimal():
            yield Link(words=f"event {event.target_id}", address=reverse("audit-event", args=[event.target_id]))


def _colleague(event: AuditEvent) -> str:
    """The actor's id of the colleague whom an event is about, "" where it is about none."""
    return f"{actors.STAFF}:{event.target_id}" if event.target_kind == actors.STAFF else ""


def _of_type(name: str) -> str:
    if not name:
        return ""
    return f"of type {name}" if "." in name else f"of {group_words(name).lower()}"


def _days(since: date | None, until: date | None) -> str:
    if since and until:
        return f"on {since}" if since == until else f"from {since} to {until}"
    return f"since {since}" if since else f"until {until}" if until else ""
