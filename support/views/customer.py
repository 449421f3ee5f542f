"""The customer page: who they are, what is open, worst first, and everything they ever ordered."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from orders.answer.model import Tone
from orders.customer import CustomerStory
from orders.read import load_customer
from support import masking
from support.commands.asker import Asker
from support.escalations.listing import escalations_of_customer
from support.notes.write import About
from support.reveals.held import Subject
from support.shown.customer import CustomerPage, customer_page
from support.shown.customer_notes import CustomerNotes, customer_notes
from support.shown.escalations import shown_escalation
from support.shown.note_form import offered_form
from support.shown.pages import number_from
from support.shown.reveals import shown_reveal, still_shown

LONGEST_CURSOR = 500


@requires(Permission.VIEW_CUSTOMER)
@require_safe
def customer(request: HttpRequest, user_id: str) -> HttpResponse:
    """The page; for htmx going on with the past orders, the next of them and the link to still more."""
    cursor = request.GET.get("after", "")[:LONGEST_CURSOR]
    template = "support/customer_past.html" if is_htmx(request) and cursor else "support/customer.html"
    whole = whole_customer(user_id, cursor)
    shown: dict[str, object] = {"page": _page(request, whole, cursor)}
    if not cursor:
        form = offered_form(Asker.staff(request.user), About(user_id))
        now = timezone.now()
        taken_up = [shown_escalation(each, now) for each in escalations_of_customer(user_id)]
        shown |= {"note_form": form, "notes": beside_customer(request, whole, request.GET), "escalations": taken_up}
    return render(request, template, shown)


@requires(Permission.VIEW_CUSTOMER)
@require_safe
def customer_who(request: HttpRequest, user_id: str) -> HttpResponse:
    """Who they are, for a page that shows personal data: 204 while it may; masked once it may no more."""
    if not is_htmx(request):
        return HttpResponseRedirect(reverse("customer", args=[user_id]))
    page = _page(request, whole_customer(user_id), "")
    if still_shown(request.user, Subject.customer(user_id), request.GET.get("shown", "")):
        return HttpResponse(status=204)
    return render(request, "support/customer_who.html", {"page": page, "fragment": True})


@requires(Permission.VIEW_CUSTOMER)
@require_safe
def customer_problems(request: HttpRequest, user_id: str) -> HttpResponse:
    """The customer's other open orders that need somebody, for the top of an order's page."""
    beside = request.GET.get("beside", "")
    now = timezone.now()
    troubled = [
        order
        for order in whole_customer(user_id).open_orders
        if order.order_id != beside and (order.tone in (Tone.FAIL, Tone.WARN) or order.late(now))
    ]
    return render(request, "support/customer_problems.html", {"orders": troubled})


def beside_customer(request: HttpRequest, whole: CustomerStory, query: QueryDict) -> CustomerNotes:
    """The notes beside a customer, for whom the page is drawn."""
    revealed = shown_reveal(request.user, Subject.customer(whole.user_id)) is not None
    number, wanted = number_from(query.get("notes", "")), query.get("note", "")
    asker = Asker.staff(request.user)
    return customer_notes(whole, asker, revealed=revealed, number=number, wanted=wanted)


def _page(request: HttpRequest, story: CustomerStory, cursor: str) -> CustomerPage:
    reveal = shown_reveal(request.user, Subject.customer(story.user_id))
    told = masking.revealed_customer(story) if reveal else masking.customer_story(story)
    return customer_page(told, timezone.now(), cursor, reveal)


def whole_customer(user_id: str, cursor: str = "") -> CustomerStory:
    """As they are, not to be shown. Raises Http404 and BadRequest."""
    try:
        story = load_customer(user_id, cursor)
    except ValueError as error:
        raise BadRequest("this cursor is none of ours") from error
    if story is None:
        raise Http404
    return story
