"""Asking for something, each kind at its own address; the list of commands; giving a command up."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from orders.contract.model import CommandKind
from support.audit.record import LONGEST_REASON, Actor
from support.commands.ask import ask, check_limits, look
from support.commands.asker import Asker
from support.commands.give_up import BeingSent, Over, give_up
from support.commands.kinds import ACTS, replaceable
from support.commands.listing import commands_of, find_command
from support.commands.models import REPLACING
from support.commands.refusals import Busy, Invalid, NotAllowed, NotThere, Refused, Stale, UnderWay
from support.commands.situation import check_commands
from support.commands.wanted import Wanted
from support.commands.wish import LONGEST_KEY, Wish
from support.shown.command_list import commands_page
from support.shown.commands import NOUNS
from support.shown.form import form_page
from support.views import drafts

LONGEST_DIGITS = 15
FORM = ["GET", "HEAD", "POST"]
WHY = "Say why, so that whoever looks at the order again knows."


@requires(Permission.RENDER_AGAIN)
@require_http_methods(FORM)
def render_again(request: HttpRequest, order_id: str, line_id: str) -> HttpResponse:
    """Render a line's print again."""
    return _act(request, Wish(kind=CommandKind.RENDER, order_id=order_id, line_id=line_id))


@requires(Permission.REPRINT)
@require_http_methods(FORM)
def reprint(request: HttpRequest, order_id: str, print_job_id: str) -> HttpResponse:
    """Print a job's files again at the same printer."""
    return _act(request, Wish(kind=CommandKind.REPRINT, order_id=order_id, print_job_id=print_job_id))


@requires(Permission.REROUTE)
@require_http_methods(FORM)
def reroute(request: HttpRequest, order_id: str, print_job_id: str) -> HttpResponse:
    """Print a job's files again at another printer."""
    return _act(request, Wish(kind=CommandKind.REROUTE, order_id=order_id, print_job_id=print_job_id))


@requires(Permission.CANCEL_PRINT_JOB)
@require_http_methods(FORM)
def cancel_job(request: HttpRequest, order_id: str, print_job_id: str) -> HttpResponse:
    """Stop a print job."""
    return _act(request, Wish(kind=CommandKind.CANCEL_PRINT_JOB, order_id=order_id, print_job_id=print_job_id))


@requires(Permission.VIEW_COMMANDS)
@require_safe
def commands(request: HttpRequest) -> HttpResponse:
    """The commands that the address asks for: everybody's, or one's own. The list alone for the page that is open."""
    asker = Asker.staff(request.user)
    everybody = asker.may(Permission.VIEW_ALL_COMMANDS)
    try:
        wanted = Wanted.read(request.GET.dict(), asker.actor.id, everybody=everybody)
        page = commands_page(wanted, request.GET.get("after", ""), everybody=everybody)
    except ValueError as error:
        raise BadRequest("there is no such list") from error
    template = "support/commands_now.html" if is_htmx(request) else "support/commands.html"
    return render(request, template, {"page": page, "longest": LONGEST_REASON})


@requires(Permission.GIVE_UP_COMMAND)
@require_POST
def command_give_up(request: HttpRequest, command_id: str) -> HttpResponse:
    """Wait for an overdue command no longer, so that another may be asked for."""
    command, reason = find_command(command_id), request.POST.get("reason", "").strip()
    if command is None:
        raise Http404
    if not reason:
        messages.warning(request, WHY)
        return HttpResponseRedirect(reverse("commands") + "?state=overdue")
    try:
        give_up(Actor.staff(request.user), command, reason[:LONGEST_REASON])
    except BeingSent:
        messages.warning(request, "It is being sent at this moment. See in a minute whether it arrived.")
    except Over:
        messages.warning(request, "It is not overdue any more: look at what came of it.")
    else:
        messages.success(request, "It is given up. Another may be asked for now.")
    return HttpResponseRedirect(f"{reverse('order', args=[command.order_id])}#order-commands")


def _act(request: HttpRequest, wish: Wish) -> HttpResponse:
    if request.method != "POST":
        return _form(request, replace(wish, key=uuid.uuid4().hex, cause=request.GET.get("cause", "")))
    wish = replace(
        wish,
        key=request.POST.get("key", "")[:LONGEST_KEY],
        cause=request.POST.get("cause", ""),
        words=request.POST.get("words", "")[:LONGEST_REASON],
        printer_id=request.POST.get("printer_id", ""),
        overrides=request.POST.get("overrides", ""),
        version=_number(request.POST.get("version", "")),
    )
    try:
        ask(Asker.staff(request.user), wish)
    except Invalid as invalid:
        field, problem = next(iter(invalid.errors.items()))
        return _form(request, wish, 422, problem=problem, field=field)
    except (Stale, Refused, UnderWay, NotAllowed, Busy) as refusal:
        return _form(request, wish, 409, problem=_words(refusal))
    except NotThere as error:
        raise Http404 from error
    return _asked(request, wish)


def _form(request: HttpRequest, wish: Wish, status: int = 200, **about: Any) -> HttpResponse:
    """The form on the order as it is now, with what was typed; why there is none where there is nothing to ask for."""
    asker, act = Asker.staff(request.user), ACTS[wish.kind]
    asked = commands_of(wish.order_id)
    target = None
    try:
        situation = look(wish.order_id, asked, timezone.now())
        aim = replaceable if wish.kind is CommandKind.REROUTE else act.aim
        check_commands(asked, wish)
        # Whether a cause asks for another render first is said once it is chosen.
        target = aim(situation, replace(wish, cause=""))
        check_limits(asker, act, asked, target)
    except NotThere as error:
        raise Http404 from error
    except UnderWay as found:
        may = wish.kind in REPLACING and asker.may(Permission.REPLACE_TWICE)
        about |= {"problem": about.get("problem") or str(found), "existing": found.existing, "may_override": may}
    except (Refused, NotAllowed) as refusal:
        target = None
        about |= {"problem": _words(refusal)}
    page = form_page(situation.story, act, replace(wish, version=situation.story.version), target, **about)
    template = "support/order/act_form.html" if is_htmx(request) else "support/order_act.html"
    return render(request, template, {"page": page, "longest": LONGEST_REASON}, status=status)


def _words(refusal: Exception) -> str:
    if isinstance(refusal, NotAllowed):
        raise PermissionDenied
    return str(refusal)


def _asked(request: HttpRequest, wish: Wish) -> HttpResponse:
    """Back to the order, where the steps show by themselves."""
    drafts.drop_of_form(request)
    messages.success(request, f"{NOUNS[wish.kind]} requested. Its steps show here by themselves.")
    address = f"{reverse('order', args=[wish.order_id])}#order-commands"
    if not is_htmx(request):
        return HttpResponseRedirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_DIGITS else None
