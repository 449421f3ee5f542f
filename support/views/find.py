"""Find: one box that takes anything. What a customer said is posted, so that it stays out of addresses and logs.

The page's address carries a token for the words instead, so that Back and reload bring the same results for a
quarter of an hour; the token means something only in the session it was made in.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dashboard.middleware import current_path, is_htmx
from dashboard.permissions import Permission, requires
from orders.find.model import Found
from orders.find.search import find
from orders.store import live_store
from support import masking, remembered
from support.audit.record import Actor
from support.finds import asked, pace
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
    words = request.POST.get("q", "") if request.method == "POST" else _words_before(request)
    again = pace.count(request.user) if words else None
    if again is not None:
        return _too_often(request, again)
    if request.method != "POST":
        return _page(request, _search(words))
    results = _search(words)
    _note(request, results)
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
    words = request.POST.get("q", "")
    again = pace.count(request.user) if words else None
    if again is not None:
        return _too_often(request, again)
    results = _search(words)
    _note(request, results, typing=True)
    return _fragment(request, results)


def _words_before(request: HttpRequest) -> str:
    return remembered.words(request, request.GET.get("again", ""))


def _note(request: HttpRequest, results: Results | None, *, typing: bool = False) -> None:
    if results is not None:
        asked.note(Actor.staff(request.user), results.words, len(results.found.hits), typing=typing)


def _too_often(request: HttpRequest, again: datetime) -> HttpResponse:
    """Where the results would be: when to go on."""
    template = "support/find_results.html" if is_htmx(request) else "support/find.html"
    shown = {"again": again, "fragment": is_htmx(request), "panel": is_htmx(request) and _is_panel(request)}
    answer = render(request, template, shown, status=429)
    answer["Retry-After"] = str(max(1, round((again - timezone.now()).total_seconds())))
    return answer


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
    panel = _is_panel(request)
    answer = render(request, "support/find_results.html", {"results": results, "fragment": True, "panel": panel})
    if not panel:
        answer["HX-Replace-Url"] = _address(request, results)
    return answer


def _is_panel(request: HttpRequest) -> bool:
    """Whether the results are shown beside another page than Find."""
    return current_path(request).partition("?")[0] != reverse("find")


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
