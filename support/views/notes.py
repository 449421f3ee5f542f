"""Writing, changing, withdrawing and pinning notes, each at its own address."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dashboard.middleware import current_path, is_htmx
from dashboard.permissions import Permission, requires
from orders.read import load_story
from support.commands.asker import Asker
from support.commands.people import called
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.commands.wish import LONGEST_KEY
from support.notes import change
from support.notes.models import Note
from support.notes.refusals import Changed, Over
from support.notes.words import colleagues as every_colleague
from support.notes.write import About, about, address_of, write
from support.shown.note_form import NoteForm, edit_form, write_form
from support.views.customer import beside_customer, whole_customer
from support.views.order import shown_order

FORM = ["GET", "HEAD", "POST"]
T = TypeVar("T")

MOST_COLLEAGUES = 500
LONGEST_SEEN = 100


@requires(Permission.WRITE_NOTE)
@require_http_methods(FORM)
def order_notes(request: HttpRequest, order_id: str) -> HttpResponse:
    """Write about an order; asked for without words, the form anew."""
    story = load_story(order_id)
    if story is None:
        raise Http404
    order = story.snapshot.order
    return _write(request, About(order.user_id if order else "", order_id))


@requires(Permission.WRITE_NOTE)
@require_http_methods(FORM)
def customer_notes(request: HttpRequest, user_id: str) -> HttpResponse:
    """Write about a customer."""
    whole_customer(user_id)
    return _write(request, About(user_id))


@requires(Permission.WRITE_NOTE)
@require_http_methods(FORM)
def note_edit(request: HttpRequest, note_id: int) -> HttpResponse:
    """Other words for one's own note."""
    asker = Asker.staff(request.user)
    if request.method != "POST":
        note = _done(lambda: change.own_note(asker, note_id))
        return _form(request, edit_form(asker, note))
    text, seen = request.POST.get("text", ""), request.POST.get("seen", "")
    try:
        note = _done(lambda: change.edit(asker, note_id, text, seen))
    except Invalid as invalid:
        note = _done(lambda: change.own_note(asker, note_id))
        return _form(
            request, edit_form(asker, note, text=text, seen=seen[:LONGEST_SEEN], problem=invalid.errors["text"]), 422
        )
    except Changed as error:
        return _form(request, edit_form(asker, error.note, text=text, problem=str(error), now=error.note.text), 409)
    return _fresh(request, note, "The note is changed.", form=write_form(asker, about(note)))


@requires(Permission.WRITE_NOTE)
@require_POST
def note_withdraw(request: HttpRequest, note_id: int) -> HttpResponse:
    """Undo one's own note."""
    asker = Asker.staff(request.user)
    note, kept = _done(lambda: change.withdraw(asker, note_id))
    said = "The note is withdrawn." + (" Its words are in the box again." if kept else "")
    return _fresh(request, note, said, form=write_form(asker, about(note)) if kept else None, gone=True)


@requires(Permission.PIN_NOTE)
@require_POST
def note_pin(request: HttpRequest, note_id: int) -> HttpResponse:
    """Put a note on top."""
    note = _done(lambda: change.pin(Asker.staff(request.user), note_id, pinned=True))
    return _fresh(request, note, "The note is pinned.")


@requires(Permission.PIN_NOTE)
@require_POST
def note_unpin(request: HttpRequest, note_id: int) -> HttpResponse:
    """Put a note among the others again."""
    note = _done(lambda: change.pin(Asker.staff(request.user), note_id, pinned=False))
    return _fresh(request, note, "The note is pinned no more.")


@requires(Permission.WRITE_NOTE)
@require_safe
def colleagues(request: HttpRequest) -> HttpResponse:
    """Everybody who can be mentioned, once for a page: what is typed after the @ is looked for there, not here."""
    people = every_colleague().order_by("first_name", "username")[:MOST_COLLEAGUES]
    shown = [{"login": person.get_username(), "name": called(person)} for person in people]
    return render(request, "support/notes/colleagues.html", {"people": shown})


def _write(request: HttpRequest, subject: About) -> HttpResponse:
    asker = Asker.staff(request.user)
    if request.method != "POST":
        return _form(request, write_form(asker, subject)) if is_htmx(request) else _back(subject.address)
    text, key = request.POST.get("text", ""), request.POST.get("key", "")[:LONGEST_KEY] or uuid.uuid4().hex
    try:
        note = write(asker, subject, text, key)
    except Invalid as invalid:
        return _form(request, write_form(asker, subject, text=text, key=key, problem=invalid.errors["text"]), 422)
    return _fresh(request, note, "The note is written.", form=write_form(asker, subject))


def _form(request: HttpRequest, form: NoteForm, status: int = 200) -> HttpResponse:
    template = "support/notes/form.html" if is_htmx(request) else "support/notes/page.html"
    return render(request, template, {"note_form": form}, status=status)


def _fresh(
    request: HttpRequest, note: Note, said: str, *, form: NoteForm | None = None, gone: bool = False
) -> HttpResponse:
    """The page as it is now: its parts for the page that is open, with the ``form`` where that is another now."""
    subject = about(note)
    if not is_htmx(request):
        messages.success(request, said)
        return _back(subject.address + "#order-notes" if gone else address_of(note))
    query = QueryDict(current_path(request).partition("?")[2])
    about_page: dict[str, Any] = {"said": said, "note_form": form, "fragment": True, "focus_said": gone}
    about_page |= {"from_form": form is not None and not gone, "now": timezone.now()}
    if subject.order_id:
        about_page["page"] = shown_order(request, subject.order_id, query)
        return render(request, "support/notes/fresh_order.html", about_page)
    notes = beside_customer(request, whole_customer(subject.user_id), query)
    return render(request, "support/notes/fresh_customer.html", about_page | {"notes": notes.about})


def _back(address: str) -> HttpResponse:
    return HttpResponseRedirect(address)


def _done(act: Callable[[], T]) -> T:
    """What an action gives; its refusals as pages."""
    try:
        return act()
    except NotThere as error:
        raise Http404 from error
    except (NotAllowed, Over) as error:
        raise PermissionDenied(str(error)) from error
