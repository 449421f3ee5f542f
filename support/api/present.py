"""From masked stories to what the shapes answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from rest_framework.request import Request

from orders.answer import answer, timeline
from orders.answer.model import Answer, TimelineEvent
from orders.contract.model import Order, OrderLine, User
from orders.customer import CustomerStory, OrderSummary
from orders.find.model import Found, Hit, Kind
from orders.story import OrderStory
from support import masking
from support.api import links
from support.commands.models import Command
from support.commands.people import asked_by
from support.replies.words import changed_words
from support.shown.commands import events_of

Answered = dict[str, Any]

TOLD: Final = (
    "kind", "state", "order_id", "line_id", "render_id", "print_job_id", "printer_id", "cause", "cost", "currency",
    "requested_at", "started_at", "seen_at", "overdue_at", "ended_at", "trouble",
)  # fmt: skip
"""What is told of a command as it is kept."""


def found(request: Request, result: Found) -> Answered:
    """The answer of a search, with names as initials."""
    return {
        "results": [_hit(request, masking.hit(each)) for each in result.hits],
        "tried": result.tried,
        "hint": result.hint,
        "truncated": result.truncated,
    }


def _hit(request: Request, hit: Hit) -> Answered:
    named = hit.kind in (Kind.CUSTOMER, Kind.PRINTER)
    number = f"order {hit.number}" if hit.number and hit.kind is not Kind.ORDER else ""
    placed = f"placed {hit.placed}" if hit.placed else ""
    detail = (number, "" if named else hit.name, hit.country, placed)
    return {
        "kind": hit.kind,
        "id": hit.id,
        "order_id": hit.order_id,
        "title": (hit.name if named else hit.number if hit.kind is Kind.ORDER else "") or hit.id,
        "detail": " · ".join(part for part in detail if part),
        "url": links.hit(request, hit),
        "matched_on": hit.matched_on,
        "exact": hit.exact,
    }


def customer(request: Request, story: CustomerStory, now: datetime) -> Answered:
    """A masked customer's story."""
    who = story.customer or User(user_id=story.user_id)
    return _all_of(who) | {
        "known": story.customer is not None,
        "as_of": story.as_of,
        "open_orders": summaries(story.open_orders, now),
        "orders": links.call(request, "customer-orders", story.user_id),
        "other_accounts": story.other_accounts,
        "url": links.page(request, "customer", story.user_id),
    }


def summaries(orders: Iterable[OrderSummary], now: datetime) -> list[Answered]:
    """Orders in a list, with whether each is late by now."""
    return [_all_of(order) | {"late": order.late(now)} for order in orders]


def order(
    request: Request,
    story: OrderStory,
    now: datetime,
    commands: Sequence[Command] = (),
    beside: Sequence[TimelineEvent] = (),
) -> Answered:
    """A masked order's story, told as of now, with its commands and the events ``beside`` them."""
    snapshot, who = story.snapshot, story.customer
    own = snapshot.order or Order(order_id=snapshot.order_id)
    said = answer(snapshot, now=now, locale=who.locale if who else "", printers=story.printers, words=changed_words())
    ours = [event for each in commands for event in events_of(each)]
    return _all_of(own) | {
        "version": story.version,
        "as_of": story.as_of,
        "customer": _all_of(who) | {"url": links.page(request, "customer", who.user_id)} if who else None,
        "lines": [_line(story, line, own.currency, said) for line in snapshot.lines],
        "parcels": snapshot.parcels,
        "answer": said,
        "timeline": sorted([*timeline(story), *ours, *beside], key=lambda event: event.at, reverse=True),
        "commands": [command(request, each) for each in commands],
        "incomplete": story.incomplete,
        "quarantined": story.quarantined,
        "history_gaps": [{"since": since, "until": until} for since, until in story.history_gaps],
        "url": links.page(request, "order", snapshot.order_id),
    }


def command(request: Request, asked: Command) -> Answered:
    """A command, how far it is, and what it made."""
    made = {"table": asked.made_table, "key": asked.made_key} if asked.made_key else None
    return {name: getattr(asked, name) for name in TOLD} | {
        "command_id": asked.pk,
        "bulk_job_id": asked.bulk_id,
        "requested_by": asked.actor,
        "requested_by_name": asked_by(asked),
        "made": made,
        "url": links.page(request, "order", asked.order_id),
    }


def _line(story: OrderStory, line: OrderLine, currency: str, said: Answer) -> Answered:
    return _all_of(line) | {
        "currency": currency,
        "print": story.snapshot.print_of(line),
        "renders": story.snapshot.renders_of(line),
        "print_jobs": story.snapshot.jobs_of(line),
        "answer": next((each for each in said.lines if each.line_id == line.line_id), None),
    }


def _all_of(record: Any) -> Answered:
    """A record's own fields, not copied."""
    return {field.name: getattr(record, field.name) for field in fields(record)}
