"""Saved views of queues: kept, named, shared, taken away, and the one that somebody's queue opens with."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from dashboard.permissions import Permission, allowed, requires
from dashboard.roles import roles_of
from support.commands.refusals import Invalid, NotThere
from support.queues import saved
from support.queues.models import SavedView
from support.shown.queue_choices import EVERYTHING
from support.views.queues import check, draw, who

LONGEST_DIGITS: Final = 18


@requires(Permission.SAVE_VIEW)
@require_POST
def save_view(request: HttpRequest, queue: str) -> HttpResponse:
    """Keep the list as it is narrowed and sorted."""
    check(queue)
    sent = request.POST
    try:
        view = saved.save(
            who(request),
            queue,
            sent.get("name", ""),
            sent.get("query", ""),
            shared=bool(sent.get("shared")),
            default=bool(sent.get("default")),
        )
    except Invalid as invalid:
        typed = {"view_name": sent.get("name", "")}
        problems = {f"view-{name}": words for name, words in invalid.errors.items()}
        return draw(request, queue, QueryDict(sent.get("query", "")), problems=problems, typed=typed)
    messages.success(request, f"“{view.name}” is kept.")
    return HttpResponseRedirect(_address(view))


@requires(Permission.SAVE_VIEW)
@require_POST
def default_view(request: HttpRequest, queue: str) -> HttpResponse:
    """Have one's queue open with a view, or with everything where none is named."""
    check(queue)
    number = request.POST.get("view", "")
    if not number:
        saved.no_default(who(request), queue)
        messages.success(request, "The queue opens with everything.")
        return HttpResponseRedirect(f"{reverse('queue', args=[queue])}?{EVERYTHING}")
    view = SavedView.objects.filter(pk=number, queue=queue).first() if _is_number(number) else None
    try:
        if view is None:
            raise NotThere
        saved.make_default(who(request), view)
    except NotThere:
        return draw(request, queue, QueryDict(), problems={"views": saved.NOT_THERE})
    messages.success(request, f"The queue opens with “{view.name}”.")
    return HttpResponseRedirect(_address(view))


@requires(Permission.SAVE_VIEW)
@require_POST
def rename_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Call one's own view otherwise."""
    view = _own(request, view_id)
    try:
        saved.rename(view, request.POST.get("name", ""))
    except Invalid as invalid:
        return draw(request, view.queue, QueryDict(view.query), problems={"views": " ".join(invalid.errors.values())})
    messages.success(request, "The view has its new name.")
    return HttpResponseRedirect(_address(view))


@requires(Permission.SAVE_VIEW)
@require_POST
def share_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Let colleagues use one's own view."""
    view = _own(request, view_id)
    saved.share(view, shared=True)
    messages.success(request, f"Colleagues can use “{view.name}” now.")
    return HttpResponseRedirect(_address(view))


@requires(Permission.SAVE_VIEW)
@require_POST
def unshare_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Have one's own view for oneself again."""
    view = _own(request, view_id)
    saved.share(view, shared=False)
    messages.success(request, f"“{view.name}” is yours alone.")
    return HttpResponseRedirect(_address(view))


@requires(Permission.SAVE_VIEW)
@require_POST
def delete_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Take one's own view away."""
    view = _own(request, view_id)
    view.delete()
    messages.success(request, f"“{view.name}” is deleted.")
    return HttpResponseRedirect(_address(view))


def _own(request: HttpRequest, view_id: int) -> SavedView:
    """Raises Http404 where it is not theirs to change."""
    view = SavedView.objects.filter(pk=view_id).first() if len(str(view_id)) <= LONGEST_DIGITS else None
    if view is None or not allowed(roles_of(request.user), Permission.SAVE_VIEW, own=view.owner_id == who(request).pk):
        raise Http404
    return view


def _address(view: SavedView) -> str:
    return f"{reverse('queue', args=[view.queue])}?{view.query or EVERYTHING}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_DIGITS
