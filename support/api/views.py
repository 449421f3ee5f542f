"""The calls: each parses, asks one thing of the domain, masks it, and answers in its shape."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.models import ApiToken
from dashboard.permissions import Permission
from orders.customer import CustomerStory
from orders.find.plan import LONGEST_QUERY, TOO_LONG
from orders.find.search import find
from orders.read import load_customer, load_story
from orders.store import live_store
from orders.story import OrderStory
from support import masking, raw
from support.api import cursors, documented, escalations, links, present
from support.api.base import Call
from support.api.notes import all_told
from support.api.shapes.customer import CustomerShape, PastOrdersShape
from support.api.shapes.find import FoundShape
from support.api.shapes.order import OrderShape, RawRowsShape
from support.commands.asker import Asker
from support.commands.listing import commands_of
from support.escalations.listing import escalations_of, escalations_of_customer
from support.finds import asked
from support.notes.listing import notes_about, notes_of, notes_on_orders
from support.shown.customer_notes import customer_secrets
from support.shown.escalations import actors_in, escalation_events
from support.shown.notes import masked, note_events


class Find(Call):
    """One box that takes anything."""

    permission = Permission.FIND
    rate = "find"

    @extend_schema(
        operation_id="find",
        summary="Find anything by any number, name or address",
        parameters=[documented.QUERY],
        responses=documented.answers(FoundShape, 400),
        examples=[documented.FOUND],
        tags=["Find"],
    )
    def get(self, request: Request) -> Response:
        """An order number or id, an e-mail, name or phone, a tracking number, a printer's reference, a postcode
        (with a name), a print, render, print job or parcel id; with or without spaces, dashes, case or accents.
        Names and e-mails by prefix.
        """
        query = request.query_params.get("q")
        if query is None:
            raise ValidationError({"q": ["Say what to look for: ?q="]})
        if len(query) > LONGEST_QUERY:
            raise ValidationError({"q": [TOO_LONG]})
        result = find(query, live_store())
        if isinstance(request.auth, ApiToken):
            asked.note(Asker.program(request.auth).actor, query, len(result.hits))
        return Response(FoundShape(present.found(request, result)).data)


class Customer(Call):
    """One customer."""

    permission = Permission.VIEW_CUSTOMER

    @extend_schema(
        operation_id="customer",
        summary="A customer and their open orders",
        parameters=[documented.USER_ID],
        responses=documented.answers(CustomerShape, 404),
        tags=["Customers"],
    )
    def get(self, request: Request, user_id: str) -> Response:
        """Who they are, masked; open orders worst first; past orders by page."""
        whole = _customer(user_id)
        mask = masked(customer_secrets(whole))
        notes = all_told(request, [*notes_about(user_id), *notes_on_orders(user_id)], mask)
        answer = present.customer(request, masking.customer_story(whole), timezone.now())
        taken_up = escalations.all_told(request, escalations_of_customer(user_id))
        return Response(CustomerShape(answer | {"notes": notes, "escalations": taken_up}).data)


class CustomerOrders(Call):
    """One customer's past orders."""

    permission = Permission.VIEW_CUSTOMER

    @extend_schema(
        operation_id="customer_orders",
        summary="A customer's past orders",
        parameters=[documented.USER_ID, documented.CURSOR],
        responses=documented.answers(PastOrdersShape, 400, 404),
        tags=["Customers"],
    )
    def get(self, request: Request, user_id: str) -> Response:
        """Newest first, by page: follow `next` until it is null."""
        story = _customer(user_id, cursors.opened(user_id, request.query_params.get("cursor", "")))
        following = cursors.sealed(user_id, story.next_cursor) if story.next_cursor else ""
        page = {
            "results": present.summaries(story.past_orders, timezone.now()),
            "next": links.call(request, "customer-orders", user_id, following) if following else None,
        }
        return Response(PastOrdersShape(page).data)


class Order(Call):
    """One order."""

    permission = Permission.VIEW_ORDER

    @extend_schema(
        operation_id="order",
        summary="An order: where it is, whose move it is, and everything that happened",
        parameters=[documented.ORDER_ID],
        responses=documented.answers(OrderShape, 404),
        tags=["Orders"],
    )
    def get(self, request: Request, order_id: str) -> Response:
        """The answer in one sentence, a reply for the customer, each line with its renders, print jobs and parcels,
        and the timeline.
        """
        whole, notes = _order(order_id), notes_of(order_id)
        mask = masked(masking.story_secrets(whole))
        told, taken_up = all_told(request, notes, mask), escalations_of(order_id)
        known = actors_in(taken_up)
        events = [
            *note_events(notes, mask),
            *(event for each in taken_up for event in escalation_events(each, known)),
        ]
        story, now = masking.order_story(whole), timezone.now()
        answer = present.order(request, story, now, commands_of(order_id), events)
        answer |= {"notes": told, "escalations": escalations.all_told(request, taken_up)}
        return Response(OrderShape(answer).data)


class OrderRaw(Call):
    """The rows behind one order."""

    permission = Permission.VIEW_ORDER

    @extend_schema(
        operation_id="order_raw",
        summary="The backend's rows that an order was told from",
        parameters=[documented.ORDER_ID],
        responses=documented.answers(RawRowsShape, 404),
        tags=["Orders"],
    )
    def get(self, request: Request, order_id: str) -> Response:
        """As last seen in the streams, decoded from either encoding, masked."""
        rows = raw.raw_rows(_order(order_id))
        told = [
            {"table": row.table, "key": row.key, "sequence": row.sequence, "deleted": row.deleted, "image": image}
            for row, image in rows
        ]
        return Response(RawRowsShape({"results": told}).data)


def _order(order_id: str) -> OrderStory:
    story = load_story(order_id)
    if story is None:
        raise Http404("There is no order with this id.")
    return story


def _customer(user_id: str, position: str = "") -> CustomerStory:
    try:
        story = load_customer(user_id, position)
    except ValueError as error:
        if not position:
            raise
        raise ValidationError({"cursor": ["This cursor leads nowhere any more."]}) from error
    if story is None:
        raise Http404("There is no customer with this id.")
    return story
