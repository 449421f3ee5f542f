"""Replies as they are shown: the one on an order's page, the list of all texts, and one text with its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from orders.answer import answer
from orders.answer.model import Answer, Reply
from orders.answer.reply import FALLBACK, Language, language_of, languages
from orders.story import OrderStory
from support.commands.people import called
from support.replies.change import versions
from support.replies.check import LONGEST
from support.replies.difference import Part, difference
from support.replies.models import ReplyText
from support.replies.sample import Sample
from support.replies.texts import Text, texts
from support.replies.words import changed_words

MOST_VERSIONS: Final = 30
GONE: Final = "somebody who has left"


# ---- on an order's page ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReply:
    """The ready reply, the languages it may be had in, theirs first, and which of them is theirs; ``unwritten`` is the
    customer's own where there are no words in it.
    """

    reply: Reply
    codes: tuple[str, ...]
    theirs: str
    unwritten: str


def answered(story: OrderStory, now: datetime, language: str = "") -> Answer:
    """The answer of an order as people read it, with the words of today; the reply in ``language``, else in theirs."""
    return answer(
        story.snapshot,
        now=now,
        locale=language if language.lower() in languages() else _locale(story),
        printers=story.printers,
        tz=timezone.get_current_timezone(),
        words=changed_words(),
    )


def shown_reply(story: OrderStory, reply: Reply) -> ShownReply:
    """The reply of an answer on the order's page."""
    locale = _locale(story)
    near = language_of(locale).code
    foreign = bool(locale) and near.partition("-")[0] != locale.replace("_", "-").lower().partition("-")[0]
    rest = sorted((each.code for each in languages().values()), key=lambda code: (code != FALLBACK, code))
    return ShownReply(
        reply=reply,
        codes=tuple(dict.fromkeys((near, *rest))),
        theirs="" if foreign or not locale else near,
        unwritten=locale if foreign else "",
    )


def _locale(story: OrderStory) -> str:
    return story.customer.locale if story.customer else ""


# ---- the list -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownText:
    """One text in one language: its words, what came with Printdesk, and who changed it last, None for nobody."""

    text: Text
    language: Language
    words: str
    own: str
    last: ReplyText | None

    @property
    def changed(self) -> bool:
        """Whether other words are in use than those that came with Printdesk."""
        return bool(self.last and self.last.text)

    @property
    def missing(self) -> bool:
        """Whether the language has no words for it, so that English is written."""
        return not self.words

    @property
    def state(self) -> str:
        """Which words are in use, in a word."""
        return "changed" if self.changed else "missing" if self.missing else "as it came"

    @property
    def by(self) -> str:
        """Who changed it last."""
        return who(self.last.changed_by) if self.last else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageTab:
    """One language and how many of its texts are changed or missing."""

    language: Language
    changed: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextList:
    """The texts of one language, as far as ``show`` lets through."""

    language: Language
    show: str
    tabs: tuple[LanguageTab, ...]
    shown: tuple[ShownText, ...]
    whole: int
    now: datetime


SHOWS: Final = ("all", "changed", "missing")


def text_list(language: Language, show: str) -> TextList:
    """Every text of a language, or only what is changed or missing in it; how all languages stand."""
    newest = _newest()
    everything = {each.code: _of_language(each, newest) for each in languages().values()}
    here = everything[language.code]
    return TextList(
        language=language,
        show=show,
        tabs=tuple(
            LanguageTab(
                language=each,
                changed=sum(shown.changed for shown in everything[each.code]),
                missing=sum(shown.missing for shown in everything[each.code]),
            )
            for each in languages().values()
        ),
        shown=tuple(shown for shown in here if show in {"all", shown.state}),
        whole=len(here),
        now=timezone.now(),
    )


def _of_language(language: Language, newest: Mapping[tuple[str, str], ReplyText]) -> tuple[ShownText, ...]:
    return tuple(_shown_text(text, language, newest.get((text.key, language.code))) for text in texts().values())


def _shown_text(text: Text, language: Language, last: ReplyText | None) -> ShownText:
    own = language.own(text.key)
    return ShownText(text=text, language=language, words=(last.text if last else "") or own, own=own, last=last)


def _newest() -> Mapping[tuple[str, str], ReplyText]:
    found: QuerySet[ReplyText] = ReplyText.objects.order_by("situation", "language", "-version")
    newest = found.distinct("situation", "language").select_related("changed_by")
    return {(row.situation, row.language): row for row in newest}


# ---- one text -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version: by whom, when, why (None where the words of the reason were erased), and what it made different."""

    row: ReplyText
    by: str
    reason: str | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """One text to be changed. ``draft`` and ``reason`` are what was typed so far; ``problems`` by field."""

    shown: ShownText
    history: tuple[Version, ...]
    more: int
    base: int
    draft: str
    reason: str
    order: str
    samples: Sequence[Sample]
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)
    overtaken: bool = False
    now: datetime

    @property
    def longest(self) -> int:
        """Characters that words may have."""
        return LONGEST


def text_page(text: Text, language: Language, samples: Sequence[Sample], **typed: Any) -> TextPage:
    """The page of one text; ``typed`` overrides what the fields hold."""
    rows = list(versions(text, language)[: MOST_VERSIONS + 1])
    shown = _shown_text(text, language, rows[0] if rows else None)
    base = rows[0].version if rows else 0
    about: dict[str, Any] = {"draft": shown.words, "reason": "", "order": "", "base": base} | typed
    return TextPage(
        shown=shown,
        history=tuple(_version(row, before, shown.own) for row, before in _with_former(rows)),
        more=max(0, base - MOST_VERSIONS),
        samples=samples,
        now=timezone.now(),
        **about,
    )


def _with_former(rows: list[ReplyText]) -> list[tuple[ReplyText, ReplyText | None]]:
    """Each version with the one before it, None before the first."""
    return list(zip(rows, (*rows, None)[1:], strict=True))[:MOST_VERSIONS]


def _version(row: ReplyText, before: ReplyText | None, own: str) -> Version:
    reason = getattr(row.event, "reason", None)
    return Version(
        row=row,
        by=who(row.changed_by),
        reason=reason.text if reason else None,
        parts=difference((before.text if before else "") or own, row.text or own),
    )


def who(person: User | None) -> str:
    """A colleague as colleagues call them."""
    return called(person) if person else GONE
