"""The words of a note as HTML: escaped, with links that say where they lead and colleagues marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from support.notes.words import MENTION

AT_ONCE: Final = 1_000
"""So many characters are shown before the rest is folded away, and so many lines."""
LINES_AT_ONCE: Final = 14
SPARED: Final = 200

# Letters that turn the direction of what follows, or are not seen: no address holds them unescaped.
_TURNING: Final = "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_LINK: Final = rf"https?://[^\s<>\"'`{_TURNING}\x00-\x1f\x7f]+"
_MARKED: Final = re.compile(rf"(?i:(?P<link>{_LINK}))|{MENTION.pattern}")
_END: Final = ".,;:!?)]}…"


@dataclass(frozen=True, slots=True)
class Words:
    """``rest`` is what is folded away, of ``more`` characters; "" where all is shown at once."""

    first: SafeString
    rest: SafeString
    more: int


def words(text: str, logins: Collection[str]) -> Words:
    """A note's words; ``logins`` are those mentioned, in small letters."""
    cut = _cut(text)
    rest = text[cut:].lstrip("\n")
    return Words(as_html(text[:cut], logins), as_html(rest, logins), len(rest))


def as_html(text: str, logins: Collection[str]) -> SafeString:
    """Plain text with its links and mentions; line ends stay as they are."""
    return mark_safe("".join(_parts(text, logins)))  # noqa: S308 - every part is escaped


def _parts(text: str, logins: Collection[str]) -> Iterator[SafeString]:
    at = 0
    for found in _MARKED.finditer(text):
        link, login = found["link"], found[2]
        whole = link.rstrip(_END) if link else found[0]
        yield conditional_escape(text[at : found.start()])
        at = found.start() + len(whole)
        if link and "@" not in whole.split("/")[2]:
            yield _link(whole)
        elif login and login.lower() in logins:
            yield format_html('<b class="mention">{}</b>', whole)
        else:
            yield conditional_escape(whole)
    yield conditional_escape(text[at:])


def _link(address: str) -> SafeString:
    """Shown in full, from left to right whatever stands around it."""
    html = '<a href="{0}" rel="nofollow noopener noreferrer" target="_blank"><bdi dir="ltr">{0}</bdi></a>'
    return format_html(html, address)


def _cut(text: str) -> int:
    """Where the part ends that is shown at once: at the end of a line or word where there is one."""
    lines = [found.end() for found in re.finditer("\n", text)]
    most = min(AT_ONCE, lines[LINES_AT_ONCE - 1] if len(lines) >= LINES_AT_ONCE else len(text))
    if len(text) <= most + SPARED and len(lines) < LINES_AT_ONCE:
        return len(text)
    space = max(text.rfind(" ", 0, most), text.rfind("\n", 0, most))
    return space + 1 if space > most // 2 else most
