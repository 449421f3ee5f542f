"""The order page, and the question an open page asks again and again: is there anything new?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from orders.read import Pulse, load_story, order_pulse
from support.commands.asker import Asker
from support.commands.listing import commands_of, steps_of
from support.reveals.held import Subject
from support.shown.live import Seen, seen_from
from support.shown.order import LINES_A_PAGE, OrderPage, Place, order_page
from support.shown.pages import number_from
from support.shown.reveals import shown_reveal, still_shown


@requires(Permission.VIEW_ORDER)
@require_safe
def order(request: HttpRequest, order_id: str) -> HttpResponse:
    """The whole page."""
    return render(request, "support/order.html", {"page": _page(request, order_id, None)})


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
    return render(request, "support/order_live.html", {"page": _page(request, order_id, seen), "fragment": True})


def _unchanged(pulse: Pulse) -> HttpResponse:
    """Nothing to draw but how fresh that nothing is, which app.js writes into the page's mark."""
    answer = HttpResponse(status=204)
    if pulse.as_of is not None:
        answer["X-As-Of"] = pulse.as_of.isoformat()
    return answer


def _page(request: HttpRequest, order_id: str, seen: Seen | None) -> OrderPage:
    lines = number_from(request.GET.get("lines", ""))
    story = load_story(order_id, first_line=(lines - 1) * LINES_A_PAGE)
    if story is None:
        raise Http404
    place = Place(
        lines=lines,
        events=number_from(request.GET.get("events", "")),
        rows=number_from(request.GET.get("rows", "")),
        event=request.GET.get("event", ""),
        reply=request.GET.get("reply", ""),
        opened=seen.opened if seen else timezone.now(),
    )
    reveal = shown_reveal(request.user, Subject.order(order_id))
    return order_page(story, place, commands_of(order_id), Asker.staff(request.user), reveal)
