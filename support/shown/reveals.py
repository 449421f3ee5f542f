"""How a page tells that personal data is shown on it, and by which form one asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from support.reveals.held import Person, Subject, held
from support.reveals.kinds import kinds, words_of
from support.reveals.models import Reveal, RevealOf

PAGES = {RevealOf.ORDER: "order", RevealOf.CUSTOMER: "customer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReveal:
    """What is shown until when, and what for. ``id`` tells one reveal from the next."""

    id: int
    until: datetime
    why: str
    hide: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealForm:
    """The form with what was chosen and typed so far; ``field`` is the one that ``problem`` is about."""

    subject: Subject
    title: str
    kind: str = ""
    words: str = ""
    problem: str = ""
    field: str = ""

    @property
    def back(self) -> str:
        """The page that it is asked for."""
        return page_of(self.subject)

    @property
    def kinds(self) -> dict[str, str]:
        """What may be chosen."""
        return kinds()


def page_of(subject: Subject) -> str:
    """The address of a subject's own page."""
    return reverse(PAGES[subject.of], args=[subject.id])


def shown_reveal(person: Person, subject: Subject) -> ShownReveal | None:
    """What this person is shown of the subject just now."""
    found = held(person, subject)
    return _shown(found) if found else None


def still_shown(person: Person, subject: Subject, told: str) -> bool:
    """Whether an open page may stay as it is: it shows nothing personal, or the reveal it tells of is in force."""
    if not told:
        return True
    found = held(person, subject)
    return found is not None and str(found.pk) == told


def _shown(found: Reveal) -> ShownReveal:
    return ShownReveal(
        id=found.pk,
        until=found.until,
        why=words_of(str(found.event.details.get("kind", ""))),
        hide=reverse(f"{PAGES[RevealOf(found.of)]}-hide", args=[found.subject_id]),
    )
