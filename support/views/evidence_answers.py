"""How requests about evidence are answered: to a script as JSON, to a person as a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from dashboard.middleware import is_htmx
from support.commands.refusals import Busy, Invalid, NotAllowed, NotThere, Refused
from support.evidence.bucket import Form

Made = TypeVar("Made")


class Problem(Exception):
    """It was not done; ``words`` say why and what to do, ``field`` names the part of the form that is wrong."""

    def __init__(self, words: str, status: int, field: str = "") -> None:
        super().__init__(words)
        self.words, self.status, self.field = words, status, field


def done(act: Callable[[], Made]) -> Made:
    """What came of an act. Raises Http404, PermissionDenied, Problem."""
    try:
        return act()
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        field, words = next(iter(invalid.errors.items()))
        raise Problem(words, 422, field) from invalid
    except (Refused, Busy) as refusal:
        raise Problem(str(refusal), 409) from refusal


def wants_json(request: HttpRequest) -> bool:
    """Whether our script asks."""
    return request.headers.get("Accept", "") == "application/json"


def announced(form: Form, evidence_id: str, sent: str) -> JsonResponse:
    """What a script sends a file with, and where it says that it has."""
    return JsonResponse({"id": evidence_id, "url": form.url, "fields": form.fields, "sent": sent})


def refused(problem: Problem) -> JsonResponse:
    """Why not, for a script to show."""
    return JsonResponse({"problem": problem.words}, status=problem.status)


def to_escalation(request: HttpRequest, escalation_id: str, said: str = "") -> HttpResponse:
    """Back to its page, which says what was done."""
    if said:
        messages.success(request, said)
    address = f"{reverse('escalation', args=[escalation_id])}#evidence"
    if not is_htmx(request):
        return HttpResponseRedirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def context(problem: Problem | None, **more: Any) -> dict[str, Any]:
    """What a page is drawn with."""
    return {"problem": problem, **more}
