"""The order page, and the question an open page asks again and again: is there anything new?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from orders.read import Pulse, load_story, order_pulse
from support.commands.asker import Asker
from support.commands.listing import commands_of
from support.escalations.listing import escalations_of
from support.incidents.listing import incidents_of
from support.notes.listing import notes_of
from support.notes.write import About
from support.remedies.happened import happened
from support.requests.listing import requests_of
from support.reveals.held import Subject
from support.shown.live import Seen, seen_from
from support.shown.note_form import offered_form
from support.shown.order import LINES_A_PAGE, OrderPage, Place, order_page
from support.shown.pages import number_from
from support.shown.reveals import shown_reveal, still_shown
from support.shown.steps_taken import steps_of
from support.watching.watch import watches


@requires(Permission.VIEW_ORDER)
@require_safe
def order(request: HttpRequest, order_id: str) -> HttpResponse:
    """The whole page."""
    page = shown_order(request, order_id, request.GET)
    subject = About(page.order.user_id if page.order else "", order_id)
    form = offered_form(Asker.staff(request.user), subject)
    about = {"page": page, "note_form": form, "watched": watches(request.user, order_id)}
    return render(request, "support/order.html", about)


@requires(Permission.VIEW_ORDER)
@require_safe
def order_live(request: HttpRequest, order_id: str) -> HttpResponse:
    """204 while what the page shows still holds, which costs one read of two rows and a sum in SQL; its parts anew once
    it does not.
    """
    if not is_htmx(request):
        return HttpResponseRedirect(reverse("order", args=[order_id]))
    seen = seen_from(request.GET.get("v", ""))
    pulse = order_pulse(order_id)
    if pulse is None:
        raise Http404
    held = still_shown(request.user, Subject.order(order_id), request.GET.get("shown", ""))
    if held and seen is not None and seen.holds(pulse.version, steps_of(order_id), timezone.now()):
        return _unchanged(pulse)
    page = shown_order(request, order_id, request.GET, seen)
    return render(request, "support/order_live.html", {"page": page, "fragment": True})


def _unchanged(pulse: Pulse) -> HttpResponse:
    """Nothing to draw but how fresh that nothing is, which app.js writes into the page's mark."""
    answer = HttpResponse(status=204)
    if pulse.as_of is not None:
        answer["X-As-Of"] = pulse.as_of.isoformat()
    return answer


def shown_order(request: HttpRequest, order_id: str, query: QueryDict, seen: Seen | None = None) -> OrderPage:
    """The page that ``query`` asks for, for whom it is drawn. Raises Http404."""
    lines = number_from(query.get("lines", ""))
    story = load_story(order_id, first_line=(lines - 1) * LINES_A_PAGE)
    if story is None:
        raise Http404
    place = Place(
        lines=lines,
        events=number_from(query.get("events", "")),
        rows=number_from(query.get("rows", "")),
        event=query.get("event", ""),
        reply=query.get("reply", ""),
        notes=number_from(query.get("notes", "")),
        note=query.get("note", ""),
        opened=seen.opened if seen else timezone.now(),
    )
    reveal = shown_reveal(request.user, Subject.order(order_id))
    asker, notes = Asker.staff(request.user), notes_of(order_id)
    asked, taken_up = requests_of(order_id), escalations_of(order_id)
    part_of, found = incidents_of(order_id), happened(order_id)
    return order_page(story, place, commands_of(order_id), asker, reveal, notes, asked, taken_up, part_of, found)
