"""The page that a customer sends photos on, by a link and without an account. It shows nothing of anybody; the secret
in its address is all that is asked for, so that no cookie is set and no other site can send a form in somebody's name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Open, requires
from support.evidence import arrive, bucket, expect, links
from support.evidence.customer import FALLBACK, words_in
from support.evidence.models import Evidence, EvidenceState, UploadLink
from support.evidence.pace import too_many
from support.views.evidence_answers import Problem, announced, done, refused, wants_json
from support.views.evidence_policy import uploads

View = Callable[..., HttpResponse]
COMING = (EvidenceState.EXPECTED, EvidenceState.CHECKING, EvidenceState.READY)


def by_link(view: View) -> View:
    """Hands on the link of the address; one that is not good is told to be so, and who asks too often to wait."""

    @wraps(view)
    def guarded(request: HttpRequest, secret: str) -> HttpResponse:
        try:
            answer = _slow_down(request) or view(request, secret, links.find_link(secret))
        except links.Dead:
            answer = _told(request, "dead", 410, words_in(_language(request)))
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return guarded


@requires(Open.LINK)
@require_safe
@uploads
@by_link
def customer(request: HttpRequest, secret: str, link: UploadLink) -> HttpResponse:
    """What is needed, what has come, and the form."""
    return _page(request, secret, link)


@csrf_exempt
@requires(Open.LINK)
@require_POST
@uploads
@by_link
def customer_add(request: HttpRequest, secret: str, link: UploadLink) -> HttpResponse:
    """A file is about to be sent."""
    words = words_in(link.language)
    shows, name = request.POST.get("shows", ""), request.POST.get("name", "")
    try:
        file = done(partial(expect.expect_by_link, link, shows, name))
    except Problem as problem:
        problem.words = words["too_many"]
        return refused(problem) if wants_json(request) else _page(request, secret, link, problem)
    if not wants_json(request):
        return HttpResponseRedirect(reverse("evidence-customer", args=[secret]))
    form = bucket.form(bucket.incoming(file.escalation_id, file.pk))
    return announced(form, file.pk, f"{reverse('evidence-customer-came', args=[secret])}?file={file.pk}")


@csrf_exempt
@requires(Open.LINK)
@require_POST
@by_link
def customer_came(request: HttpRequest, secret: str, link: UploadLink) -> HttpResponse:
    """Whether a file of this link is there, as the bucket says."""
    file = Evidence.objects.filter(link=link, pk=request.GET.get("file", "").replace("\0", "")[:32]).first()
    if file is None:
        raise Http404
    return JsonResponse({"state": "here" if arrive.look(file) else "missing"})


@csrf_exempt
@requires(Open.LINK)
@require_POST
@by_link
def customer_done(request: HttpRequest, secret: str, link: UploadLink) -> HttpResponse:
    """All is sent, and the link is used."""
    done(partial(links.use, link))
    return _told(request, "thanks", 200, words_in(link.language))


def _page(request: HttpRequest, secret: str, link: UploadLink, problem: Problem | None = None) -> HttpResponse:
    files = list(Evidence.objects.filter(link=link).order_by("expected_at"))
    coming = [file for file in files if file.state == EvidenceState.EXPECTED and not _is_here(file)]
    words = words_in(link.language)
    about = {
        "words": words,
        "problem": problem,
        "secret": secret,
        "wanted": [(name, words["asked"][name]) for name in link.wanted if name in words["asked"]],
        "came": sum(file.state in COMING for file in files) - len(coming),
        "form": _form(request, secret, coming[0], words) if coming else None,
        "most_bytes": settings.EVIDENCE_BYTES,
    }
    return render(request, "support/evidence/customer.html", about, status=problem.status if problem else 200)


def _form(request: HttpRequest, secret: str, file: Evidence, words: dict[str, Any]) -> tuple[str, bucket.Form]:
    """The form of a file that was announced without a script and has not come, after what it is to show."""
    back = request.build_absolute_uri(reverse("evidence-customer", args=[secret]))
    label = words["asked"].get(file.shows, words["other"])
    return label, bucket.form(bucket.incoming(file.escalation_id, file.pk), back)


def _is_here(file: Evidence) -> bool:
    """Looked up only, since whoever opens a page changes nothing: the sweeper takes it in."""
    return bucket.size_of(bucket.incoming(file.escalation_id, file.pk)) is not None


def _told(request: HttpRequest, what: str, status: int, words: dict[str, Any]) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"problem": words[what]}, status=status)
    about = {"words": words, "title": words[f"{what}_title"], "text": words[what]}
    return render(request, "support/evidence/customer_told.html", about, status=status)


def _slow_down(request: HttpRequest) -> HttpResponse | None:
    if not too_many(request.META.get("REMOTE_ADDR", "")):
        return None
    answer = _told(request, "busy", 429, words_in(_language(request)))
    answer["Retry-After"] = "60"
    return answer


def _language(request: HttpRequest) -> str:
    """The first that the browser names: of a link that is not known, no other is."""
    first = request.headers.get("Accept-Language", "").split(",")[0].split(";")[0].strip()
    return first if words_in(first)["code"] != FALLBACK else first.split("-")[0]
