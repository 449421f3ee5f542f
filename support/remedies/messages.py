"""The message to the customer, ready to be sent: the data of messages.toml between the words of every reply."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from orders.answer.blanks import filled
from orders.answer.reply import Voice, language_of
from support.remedies.resolutions import Resolution
from support.replies.words import changed_words

LINK: Final = "{link}"
"""Stands in a message for the address where photos are uploaded, until that is made."""

NAME: Final = re.compile(r"[ ,]*\[[^\]]*\]")
"""Where a colleague would write the customer’s name: a mail of ours holds none."""


@dataclass(frozen=True, slots=True)
class Words:
    """A message in a language, BCP 47."""

    language: str
    subject: str
    text: str


def message_for(resolution: Resolution, locale: str, number: str, *, photos: bool) -> Words:
    """What to write; in English where their language has no words for it. ``photos``: with a link to upload some."""
    language = language_of(locale)
    voice, own = Voice(language, changed_words()), texts()[language.code]
    parts = [voice.says("frame.greeting"), own[resolution.message]]
    parts += [own["photos"]] if photos else []
    greeting, *rest = (*parts, voice.says("frame.closing"))
    whole = "\n\n".join((NAME.sub("", greeting), *rest))
    return Words(language.code, filled(own["subject"], number=number).strip(), whole)


def with_link(text: str, link: str) -> str:
    """The message with the link where it belongs; at its end where somebody took the place out."""
    return text.replace(LINK, link) if LINK in text else f"{text}\n\n{link}"


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Every text by language and name."""
    return tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))
