"""Find: one box that takes anything. What a customer said is posted, so that it stays out of addresses and logs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dashboard.middleware import current_path, is_htmx
from dashboard.permissions import Permission, requires
from orders.find.model import Found
from orders.find.search import find
from orders.projections.store import live_store
from support import masking
from support.shown.hits import Group, grouped, only_exact

LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Results:
    """What the results template shows: the words asked for, what they found, and that in groups."""

    words: str
    found: Found
    groups: tuple[Group, ...] = field(default=())

    @property
    def summary(self) -> str:
        """What the status line says: "5 matches"."""
        count = len(self.found.hits)
        if not count:
            return self.found.hint or "Nothing found"
        return f"{count}{'+' if self.found.truncated else ''} {'match' if count == 1 else 'matches'}"


@requires(Permission.FIND)
@require_http_methods(["GET", "HEAD", "POST"])
def find_page(request: HttpRequest) -> HttpResponse:
    """GET: the page with its box. POST, on Enter: the one thing whose number or id was given, or what was found."""
    if request.method != "POST":
        return render(request, "support/find.html")
    results = _search(request)
    opened = only_exact(results.found.hits) if results else ""
    if opened:
        return _go(request, opened)
    return _answer(request, results)


@requires(Permission.FIND)
@require_POST
def find_typing(request: HttpRequest) -> HttpResponse:
    """What is found so far, while somebody types; never opens anything."""
    return _answer(request, _search(request))


def _search(request: HttpRequest) -> Results | None:
    words = request.POST.get("q", "").replace("\0", " ").strip()[:LONGEST]
    if not words:
        return None
    found = find(words, live_store())
    masked = replace(found, hits=tuple(masking.hit(hit) for hit in found.hits))
    return Results(words=words, found=masked, groups=grouped(masked.hits))


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if not is_htmx(request):
        return HttpResponseRedirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def _answer(request: HttpRequest, results: Results | None) -> HttpResponse:
    """The whole page; for htmx the results alone, into the page of Find or into the panel under any other's box."""
    if not is_htmx(request):
        words = results.words if results else ""
        return render(request, "support/find.html", {"results": results, "words": words})
    panel = current_path(request).partition("?")[0] != reverse("find")
    return render(request, "support/find_results.html", {"results": results, "fragment": True, "panel": panel})
