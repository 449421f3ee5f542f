"""Asking for personal data with a reason, hiding it again, and the pictures and files that come with it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dashboard.permissions import Permission, requires
from orders.contract.model import Render
from orders.read import load_customer, load_story
from orders.story import OrderStory
from support import pictures
from support.audit.record import LONGEST_REASON
from support.reveals.held import Subject, revealed
from support.reveals.reveal import AboveLimit, Unfounded, hide, reveal
from support.shown.reveals import RevealForm, page_of

FORM = ["GET", "HEAD", "POST"]
LONGEST_KIND = 60


@requires(Permission.REVEAL)
@require_http_methods(FORM)
def reveal_order(request: HttpRequest, order_id: str) -> HttpResponse:
    """Show the personal data of an order and its customer."""
    order = _story(order_id).snapshot.order
    return _reveal(request, Subject.order(order_id), (order.order_number if order else "") or order_id)


@requires(Permission.REVEAL)
@require_http_methods(FORM)
def reveal_customer(request: HttpRequest, user_id: str) -> HttpResponse:
    """Show who a customer is."""
    if load_customer(user_id) is None:
        raise Http404
    return _reveal(request, Subject.customer(user_id), f"Customer {user_id}")


@requires(Permission.REVEAL)
@require_POST
def hide_order(request: HttpRequest, order_id: str) -> HttpResponse:
    """Be done with an order's personal data."""
    _story(order_id)
    return _hide(request, Subject.order(order_id))


@requires(Permission.REVEAL)
@require_POST
def hide_customer(request: HttpRequest, user_id: str) -> HttpResponse:
    """Be done with a customer's."""
    if load_customer(user_id) is None:
        raise Http404
    return _hide(request, Subject.customer(user_id))


@requires(Permission.REVEAL)
@require_safe
def render_page(request: HttpRequest, order_id: str, render_id: str, page: int) -> HttpResponse:
    """One page of a render attempt, from 1, as it is."""
    keys = _render(_story(order_id), render_id).preview_keys
    key = keys[page - 1] if 0 < page <= len(keys) else ""
    return _go(request, order_id, pictures.picture_link(key))


@requires(Permission.REVEAL)
@require_safe
def print_cover(request: HttpRequest, order_id: str, print_id: str) -> HttpResponse:
    """The cover of a print of this order, as it is."""
    design = _story(order_id).snapshot.prints.get(print_id)
    return _go(request, order_id, pictures.picture_link(design.cover_key if design else ""))


@requires(Permission.REVEAL)
@require_safe
def render_file(request: HttpRequest, order_id: str, render_id: str) -> HttpResponse:
    """The printable file of a render attempt, to be saved."""
    attempt = _render(_story(order_id), render_id)
    name = "".join(char for char in render_id if char.isascii() and (char.isalnum() or char in "-_"))
    return _go(request, order_id, pictures.file_link(attempt.pdf_key, f"{name or 'render'}.pdf"))


def _reveal(request: HttpRequest, subject: Subject, title: str) -> HttpResponse:
    if request.method != "POST":
        return _form(request, RevealForm(subject=subject, title=title))
    kind, words = request.POST.get("kind", "")[:LONGEST_KIND], request.POST.get("words", "")[:LONGEST_REASON]
    typed = RevealForm(subject=subject, title=title, kind=kind, words=words)
    try:
        reveal(_person(request), subject, kind, words)
    except Unfounded as problem:
        form = RevealForm(
            subject=subject, title=title, kind=kind, words=words, problem=str(problem), field=problem.field
        )
        return _form(request, form, 422)
    except AboveLimit as above:
        return render(request, "support/reveal_limit.html", {"form": typed, "most": above.most}, status=429)
    return HttpResponseRedirect(page_of(subject))


def _form(request: HttpRequest, form: RevealForm, status: int = 200) -> HttpResponse:
    return render(request, "support/reveal.html", {"form": form, "longest": LONGEST_REASON}, status=status)


def _hide(request: HttpRequest, subject: Subject) -> HttpResponse:
    hide(_person(request), subject)
    return HttpResponseRedirect(page_of(subject))


def _go(request: HttpRequest, order_id: str, link: str) -> HttpResponse:
    """To the object itself; to the form where the order is not revealed to whoever asks."""
    if revealed(request.user, order_id) is None:
        return HttpResponseRedirect(reverse("order-reveal", args=[order_id]))
    if not link:
        raise Http404
    return HttpResponseRedirect(link)


def _story(order_id: str) -> OrderStory:
    story = load_story(order_id)
    if story is None:
        raise Http404
    return story


def _render(story: OrderStory, render_id: str) -> Render:
    for attempt in story.snapshot.renders:
        if attempt.render_id == render_id:
            return attempt
    raise Http404


def _person(request: HttpRequest) -> User:
    """Whoever is signed in: AccessMiddleware lets nobody else come here."""
    person = request.user
    if not isinstance(person, User):
        raise TypeError("a reveal needs somebody who is signed in")
    return person
