"""One parcel as its carrier tells it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from orders.read import load_story
from support.reveals.held import Subject
from support.shown.parcel import parcel_page
from support.shown.reveals import shown_reveal


@requires(Permission.VIEW_ORDER)
@require_safe
def order_parcel(request: HttpRequest, order_id: str, parcel_id: str) -> HttpResponse:
    """The page; what moves alone for the page that is open, 204 while the order has not changed."""
    story = load_story(order_id)
    if story is None:
        raise Http404
    reveal, every = shown_reveal(request.user, Subject.order(order_id)), "all" in request.GET
    seen = f"{story.version}.{reveal.id if reveal else 0}"
    if is_htmx(request) and request.GET.get("v") == seen:
        return HttpResponse(status=204)
    page = parcel_page(story, parcel_id, revealed=reveal is not None, every=every)
    if page is None:
        raise Http404
    template = "support/parcels/now.html" if is_htmx(request) else "support/parcels/page.html"
    return render(request, template, {"page": page, "every": every, "seen": seen, "reveal": reveal})
