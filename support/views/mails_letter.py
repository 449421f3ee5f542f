"""Writing to the printer of an escalation: the letter before it is sent, sending it, and what was written so far."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, NotAllowed, NotThere, Refused
from support.escalations.listing import find_escalation
from support.escalations.models import Escalation
from support.escalations.refusals import Changed
from support.escalations.send import is_first, send, write_again
from support.notes import drafts
from support.notes.models import LONGEST_TEXT
from support.shown.conversation import conversation, version_of
from support.shown.mail_letter import TypedLetter, letter_form
from support.shown.mails import escalation_mask, may_write

LONGEST_DIGITS = 9
MOST_PHOTOS = 200


@requires(Permission.VIEW_ESCALATIONS)
@require_safe
def escalation_mails(request: HttpRequest, escalation_id: str) -> HttpResponse:
    """What was said so far, for the page that is open; 204 while it still shows all."""
    found = _found(escalation_id)
    if not is_htmx(request):
        return HttpResponseRedirect(f"{reverse('escalation', args=[found.pk])}#escalation-mails")
    if request.GET.get("v", "") == version_of(found):
        return HttpResponse(status=204)
    talk = conversation(found, Asker.staff(request.user), escalation_mask(found))
    return render(request, "support/mails/conversation.html", {"talk": talk})


@requires(Permission.MOVE_ESCALATION)
@require_http_methods(["GET", "HEAD", "POST"])
def escalation_letter(request: HttpRequest, escalation_id: str) -> HttpResponse:
    """The letter before it is sent; and what was sent with it."""
    found, asker = _found(escalation_id), Asker.staff(request.user)
    if not may_write(found, asker):
        raise PermissionDenied
    if request.method != "POST":
        return _form(request, found, TypedLetter())
    typed = TypedLetter(
        text=request.POST.get("text", "")[: 2 * LONGEST_TEXT],
        anyway=request.POST.get("anyway", "")[: 2 * LONGEST_TEXT],
        chosen=request.POST.getlist("evidence")[:MOST_PHOTOS],
    )
    try:
        _out(request, asker, found, typed)
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        field, problem = next(iter(invalid.errors.items()))
        return _form(request, found, replace(typed, field=field, problem=problem), 422)
    except (Changed, Refused, Busy) as refusal:
        return _form(request, _found(escalation_id), replace(typed, problem=str(refusal)), 409)
    return _back(request, found)


def _out(request: HttpRequest, asker: Asker, found: Escalation, typed: TypedLetter) -> None:
    seen, chosen = _number(request.POST.get("seen", "")), typed.chosen or ()
    if request.POST.get("first", "") == "1" or is_first(found):
        send(asker, found.pk, typed.text, evidence=chosen, seen=seen, anyway=typed.anyway)
    else:
        write_again(asker, found.pk, typed.text, evidence=chosen, seen=seen)


def _form(request: HttpRequest, found: Escalation, typed: TypedLetter, status: int = 200) -> HttpResponse:
    form = letter_form(found, Asker.staff(request.user), typed)
    template = "support/mails/letter_form.html" if is_htmx(request) else "support/mails/letter.html"
    return render(request, template, {"form": form, "longest": LONGEST_TEXT}, status=status)


def _back(request: HttpRequest, found: Escalation) -> HttpResponse:
    """To its page, where what becomes of it is seen."""
    if isinstance(request.user, User):
        drafts.drop(request.user, f"escalation:{found.pk}:letter")
    messages.success(request, "On its way. What becomes of it is shown here.")
    address = reverse("escalation", args=[found.pk])
    if not is_htmx(request):
        return HttpResponseRedirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def _found(escalation_id: str) -> Escalation:
    found = find_escalation(escalation_id)
    if found is None:
        raise Http404
    return found


def _number(text: str) -> int:
    """The number of changes that the form was drawn with; a form that says none was never drawn."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_DIGITS else 0
