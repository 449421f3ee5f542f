"""Find: one box that takes anything. What a customer said is posted, so that it stays out of addresses and logs.

The page's address carries a token for the words instead, so that Back and reload bring the same results for a
quarter of an hour; the token means something only in the session it was made in.
"""

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
from orders.store import live_store
from support import masking, remembered
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
    """GET: the page, with what was found before. POST, on Enter: the one thing that was named in full, or results."""
    if request.method != "POST":
        return _page(request, _search(remembered.words(request, request.GET.get("again", ""))))
    results = _search(request.POST.get("q", ""))
    opened = only_exact(results.found.hits) if results else ""
    if opened:
        return _go(request, opened)
    if is_htmx(request):
        return _fragment(request, results)
    return _go(request, _address(request, results))


@requires(Permission.FIND)
@require_POST
def find_typing(request: HttpRequest) -> HttpResponse:
    """What is found so far, while somebody types; never opens anything."""
    return _fragment(request, _search(request.POST.get("q", "")))


def _search(text: str) -> Results | None:
    words = text.replace("\0", " ").strip()[:LONGEST]
    if not words:
        return None
    found = find(words, live_store())
    masked = replace(found, hits=tuple(masking.hit(hit) for hit in found.hits))
    return Results(words=words, found=masked, groups=grouped(masked.hits))


def _page(request: HttpRequest, results: Results | None) -> HttpResponse:
    return render(request, "support/find.html", {"results": results, "words": results.words if results else ""})


def _fragment(request: HttpRequest, results: Results | None) -> HttpResponse:
    """The results alone: into the page of Find, whose address then leads back to them, or into any other's panel."""
    panel = current_path(request).partition("?")[0] != reverse("find")
    answer = render(request, "support/find_results.html", {"results": results, "fragment": True, "panel": panel})
    if not panel:
        answer["HX-Replace-Url"] = _address(request, results)
    return answer


def _address(request: HttpRequest, results: Results | None) -> str:
    """Where these results can be found again."""
    if results is None:
        return reverse("find")
    return f"{reverse('find')}?again={remembered.remember(request, results.words)}"


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if not is_htmx(request):
        return HttpResponseRedirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer
