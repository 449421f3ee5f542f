"""Replies: the ready one of an order in another language; every text with its words, changing them, going back."""

from __future__ import annotations

from typing import Any, Final, cast
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dashboard.middleware import current_path, is_htmx
from dashboard.permissions import Permission, requires
from orders.answer.reply import FALLBACK, Language, languages
from orders.read import load_story
from support import masking
from support.replies.change import Overtaken, Wrong, change, go_back
from support.replies.check import LONGEST, problems, tidy
from support.replies.sample import LONGEST_NUMBER, Sample, Scene, made_up, of_order
from support.replies.texts import Text, texts
from support.replies.words import changed_words
from support.shown.replies import SHOWS, answered, shown_reply, text_list, text_page

LONGEST_DIGITS: Final = 9
CHANGED: Final = "Changed. Every order’s page and the API say it from now on."


@requires(Permission.VIEW_ORDER)
@require_safe
def order_reply(request: HttpRequest, order_id: str) -> HttpResponse:
    """The ready reply of an order in the language chosen; the address of the page follows."""
    chosen = request.GET.get("reply", "")
    page = reverse("order", args=[order_id])
    if not is_htmx(request):
        return HttpResponseRedirect(f"{page}?{urlencode({'reply': chosen})}#order-reply")
    whole = load_story(order_id)
    if whole is None:
        raise Http404
    story = masking.order_story(whole)
    shown = {"reply": shown_reply(story, answered(story, timezone.now(), chosen).reply)}
    answer = render(request, "support/replies_ready.html", shown)
    kept = [(name, value) for name, value in parse_qsl(current_path(request).partition("?")[2]) if name != "reply"]
    answer["HX-Replace-Url"] = f"{page}?{urlencode([*kept, ('reply', chosen)])}"
    return answer


@requires(Permission.EDIT_REPLIES)
@require_safe
def replies(request: HttpRequest) -> HttpResponse:
    """Every text of one language."""
    language = languages().get(request.GET.get("language", "").lower(), languages()[FALLBACK])
    show = request.GET.get("show", "")
    page = text_list(language, show if show in SHOWS else "all")
    return render(request, "support/replies.html", {"page": page, "shows": SHOWS})


@requires(Permission.EDIT_REPLIES)
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, situation: str, language: str) -> HttpResponse:
    """One text: its words, how they read, its history. POST saves other words as the next version."""
    text, spoken = _found(situation, language)
    if request.method != "POST":
        return _page(request, text, spoken)
    draft = tidy(request.POST.get("text", ""))
    try:
        change(_person(request), text, spoken, draft, base=_base(request), reason=_reason(request))
    except Wrong as wrong:
        return _page(request, text, spoken, 422, problems=wrong.problems, **_typed(request))
    except Overtaken:
        return _overtaken(request, text, spoken)
    return _done(request, text, spoken)


@requires(Permission.EDIT_REPLIES)
@require_POST
def reply_back(request: HttpRequest, situation: str, language: str) -> HttpResponse:
    """Back to an earlier version, or to Printdesk's own words."""
    text, spoken = _found(situation, language)
    to = _number(request.POST.get("to", ""))
    if to is None:
        return _page(request, text, spoken, 422, problems={"to": ("Choose the words to go back to.",)})
    try:
        go_back(_person(request), text, spoken, to, base=_base(request), reason=_reason(request))
    except Wrong as wrong:
        # What the two forms have in common is said of the one that was sent.
        told = {"why" if name == "reason" else "to": said for name, said in wrong.problems.items()}
        return _page(request, text, spoken, 422, problems=told)
    except Overtaken:
        return _page(request, text, spoken, 409, overtaken=True)
    return _done(request, text, spoken)


@requires(Permission.EDIT_REPLIES)
@require_POST
def reply_preview(request: HttpRequest, situation: str, language: str) -> HttpResponse:
    """How the words typed so far read; without scripts, the whole page with them."""
    text, spoken = _found(situation, language)
    if not is_htmx(request):
        return _page(request, text, spoken, **_typed(request))
    samples = _samples(text, spoken, request)
    return render(request, "support/replies_preview.html", {"samples": samples, "code": spoken.code})


def _page(request: HttpRequest, text: Text, language: Language, status: int = 200, **typed: Any) -> HttpResponse:
    samples = _samples(text, language, request)
    page = text_page(text, language, samples, **typed)
    return render(request, "support/replies_text.html", {"page": page}, status=status)


def _overtaken(request: HttpRequest, text: Text, language: Language) -> HttpResponse:
    """What was typed is kept beside the newer words; saved again it replaces them."""
    typed = {name: value for name, value in _typed(request).items() if name != "base"}
    return _page(request, text, language, 409, overtaken=True, **typed)


def _samples(text: Text, language: Language, request: HttpRequest) -> tuple[Sample, ...]:
    """With the words typed so far, or those in use; what is wrong with them instead, where anything is."""
    words = dict(changed_words())
    if "text" in request.POST:
        draft = tidy(request.POST["text"])
        if wrong := problems(text, draft):
            return tuple(Sample("These words cannot be used yet", trouble=sentence) for sentence in wrong)
        words[text.key, language.code] = draft
    scene = Scene(words, language, timezone.now(), timezone.get_current_timezone())
    number = request.POST.get("order", "").strip()
    real = (of_order(number, text, scene),) if number else ()
    return (*real, *made_up(text, scene))


def _found(situation: str, language: str) -> tuple[Text, Language]:
    text, spoken = texts().get(situation), languages().get(language.lower())
    if text is None or spoken is None:
        raise Http404
    return text, spoken


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {
        "draft": request.POST.get("text", "")[: 2 * LONGEST],
        "reason": request.POST.get("reason", "")[: 2 * LONGEST],
        "order": request.POST.get("order", "")[:LONGEST_NUMBER],
        "base": _base(request),
    }


def _done(request: HttpRequest, text: Text, language: Language) -> HttpResponse:
    messages.success(request, CHANGED)
    return HttpResponseRedirect(reverse("reply", args=[text.key, language.code]))


def _person(request: HttpRequest) -> User:
    """Who is signed in: AccessMiddleware lets nobody else come here."""
    return cast(User, request.user)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()


def _base(request: HttpRequest) -> int:
    """The version that the form was filled on; one that nobody can have seen where it does not say."""
    number = _number(request.POST.get("base", ""))
    return -1 if number is None else number


def _number(digits: str) -> int | None:
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_DIGITS else None
