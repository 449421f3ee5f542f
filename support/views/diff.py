"""Two render attempts of a line, page by page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from orders.lines import LineView, line_views
from orders.read import load_story
from orders.story import OrderStory
from support import masking
from support.renders.compare import NoSuchAttempt, Pair, compared, pair_of
from support.renders.look import ALL, LARGEST, MARKED, Look, Place
from support.reveals.held import Subject
from support.shown.diff import diff_page
from support.shown.pages import number_from
from support.shown.reveals import shown_reveal
from support.views.pictures import sheet_answer


@requires(Permission.VIEW_ORDER)
@require_safe
def compare(request: HttpRequest, order_id: str, line_id: str) -> HttpResponse:
    """The list of pages, or one of them large."""
    reveal = shown_reveal(request.user, Subject.order(order_id))
    whole = _story(order_id)
    story = masking.revealed_story(whole) if reveal else masking.order_story(whole)
    view = _line(story, line_id)
    pair = _pair(request, view)
    order = story.snapshot.order
    shown = {
        "title": (order.order_number if order else "") or order_id,
        "order_id": order_id,
        "line_id": line_id,
        "reveal": reveal,
        # The page takes itself away once its pictures may no longer be seen.
        "seconds": int((reveal.until - timezone.now()).total_seconds()) + 1 if reveal else 0,
        "page": diff_page(_look(request, order_id, line_id, pair), view, sharp=reveal is not None) if pair else None,
        "swapped": is_htmx(request),
    }
    return render(request, "support/diff_pages.html" if is_htmx(request) else "support/diff.html", shown)


@requires(Permission.VIEW_ORDER)
@require_safe
def compare_pictures(request: HttpRequest, order_id: str, line_id: str) -> HttpResponse:
    """The blurred pictures of what is looked at."""
    pair = _pair(request, _line(_story(order_id), line_id))
    if pair is None:
        raise Http404
    return sheet_answer(request, _look(request, order_id, line_id, pair).sheet.keys)


def _look(request: HttpRequest, order_id: str, line_id: str, pair: Pair) -> Look:
    show = request.GET.get("show", "")
    place = Place(
        show=show if show in {MARKED, ALL} else "",
        number=number_from(request.GET.get("page", "")),
        zoom=min(_number(request, "zoom"), max(len(pair.old.preview_keys), len(pair.new.preview_keys))),
        at=_number(request, "at"),
        size=min(number_from(request.GET.get("size", "")), LARGEST) or 1,
    )
    return Look(order_id, line_id, pair, compared(pair), place)


def _number(request: HttpRequest, name: str) -> int:
    """0 where the address says nothing."""
    return number_from(request.GET[name]) if name in request.GET else 0


def _pair(request: HttpRequest, view: LineView) -> Pair | None:
    try:
        return pair_of(view, request.GET.get("old", ""), request.GET.get("new", ""))
    except NoSuchAttempt as error:
        raise Http404 from error


def _story(order_id: str) -> OrderStory:
    story = load_story(order_id)
    if story is None:
        raise Http404
    return story


def _line(story: OrderStory, line_id: str) -> LineView:
    for view in line_views(story.snapshot):
        if view.line.line_id == line_id:
            return view
    raise Http404
