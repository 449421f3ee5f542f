"""Blurred pictures of an order, a sheet at a time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dashboard.permissions import Permission, requires
from orders.lines import line_views
from orders.read import load_story
from support import pictures
from support.shown.order import LINES_A_PAGE
from support.shown.pages import number_from, sliced
from support.shown.pictures import lines_sheet, pages_of, version

KEPT_SECONDS = 300
SOON_SECONDS = 10


@requires(Permission.VIEW_ORDER)
@require_safe
def order_pictures(request: HttpRequest, order_id: str) -> HttpResponse:
    """The covers of one page of an order's lines, and their pages at fault."""
    number = number_from(request.GET.get("lines", ""))
    story = load_story(order_id, first_line=(number - 1) * LINES_A_PAGE)
    if story is None:
        raise Http404
    views = sliced(line_views(story.snapshot), number, LINES_A_PAGE)
    return sheet_answer(request, lines_sheet(order_id, views.items, views.number).keys)


@requires(Permission.VIEW_ORDER)
@require_safe
def render_pictures(request: HttpRequest, order_id: str, render_id: str) -> HttpResponse:
    """The pages of one render attempt of this order."""
    story = load_story(order_id)
    renders = story.snapshot.renders if story else ()
    render = next((render for render in renders if render.render_id == render_id), None)
    if render is None:
        raise Http404
    pages = pages_of(order_id, render)
    return sheet_answer(request, pages.sheet.keys if pages else ())


def sheet_answer(request: HttpRequest, keys: tuple[str, ...]) -> HttpResponse:
    """The sheet. Whatever its status, it is a picture: nobody sees a broken one.

    A browser keeps a whole sheet for a while under the address that names its keys, and asks soon for the rest.
    """
    drawn = pictures.sheet(keys)
    whole = drawn.there and not drawn.missing and not drawn.silent and request.GET.get("v") == version(keys)
    status = 200 if drawn.there else 503 if drawn.silent else 404
    answer = HttpResponse(drawn.content, content_type="image/webp", status=status)
    answer["Cache-Control"] = f"private, max-age={KEPT_SECONDS if whole else SOON_SECONDS}"
    return answer
