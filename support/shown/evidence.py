"""Evidence as people see it: on the page of its escalation, a file on its own, and what may be done with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User

from dashboard.permissions import Permission
from orders.answer.model import Tone
from orders.answer.reply import languages
from support.commands.asker import Asker
from support.commands.people import called
from support.escalations.models import CLOSED, Escalation
from support.evidence.customer import ASKED, MEGABYTE
from support.evidence.listing import evidence_of, missing_in, open_links
from support.evidence.look import name_of
from support.evidence.models import Evidence, EvidenceState, UploadLink
from support.reasons import evidence_names, reasons
from support.reveals.held import revealed

S = EvidenceState
STATES: Final = {
    S.EXPECTED: ("On its way", Tone.IDLE),
    S.CHECKING: ("Being checked", Tone.IDLE),
    S.READY: ("Checked", Tone.OK),
    S.REFUSED: ("Refused", Tone.FAIL),
    S.WITHDRAWN: ("Withdrawn", Tone.IDLE),
}
UNSAID: Final = "Nobody has said what it shows"
CUSTOMER: Final = "the customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """One file. ``name`` is its sender's where personal data is shown, else ours. ``same`` is an earlier file that is
    the same picture.
    """

    file: Evidence
    shows: str
    label: str
    tone: Tone
    name: str
    by: str
    ready: bool
    same: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvidence:
    """All evidence of an escalation. ``live`` where something may change by itself; ``version`` moves with each
    change.
    """

    escalation: Escalation
    files: Sequence[ShownFile]
    missing: Sequence[str]
    complete: bool
    live: bool
    version: str
    may_add: bool
    choices: Sequence[tuple[str, str]]
    asked: Sequence[tuple[str, str, bool]]
    languages: Sequence[tuple[str, str]]
    links: Sequence[UploadLink]
    most_bytes: int
    megabytes: int


def shown_evidence(escalation: Escalation, person: User | AnonymousUser) -> ShownEvidence | None:
    """What somebody sees of it; None where they may see none."""
    asker = Asker.staff(person)
    if not asker.may(Permission.VIEW_EVIDENCE):
        return None
    every = evidence_of(escalation.pk)
    there = [file for file in every if file.state != S.WITHDRAWN]
    lacking, links = missing_in(escalation, every), open_links(escalation.pk)
    reveal = revealed(person, escalation.order_id) if escalation.order_id else None
    reason = reasons().get(escalation.reason)
    return ShownEvidence(
        escalation=escalation,
        files=[shown_file(file, every, named=reveal is not None) for file in there],
        missing=[evidence_names()[name] for name in lacking],
        complete=bool(reason and reason.wanted) and not lacking,
        live=bool(links) or any(file.state in (S.EXPECTED, S.CHECKING) for file in there),
        version=f"{sum(file.changes for file in every)}-{len(every)}-{len(links)}-{reveal.pk if reveal else 0}",
        may_add=asker.may(Permission.ADD_EVIDENCE) and escalation.state not in CLOSED,
        choices=choices(lacking),
        asked=[(name, words, name in lacking) for name, words in ASKED.items()],
        languages=sorted(((each.code, each.frame["name"]) for each in languages().values()), key=lambda one: one[1]),
        links=links,
        most_bytes=settings.EVIDENCE_BYTES,
        megabytes=settings.EVIDENCE_BYTES // MEGABYTE,
    )


def shown_file(file: Evidence, every: Collection[Evidence], *, named: bool) -> ShownFile:
    """One of all the files of its escalation; ``named`` where personal data is shown."""
    label, tone = STATES[S(file.state)]
    ready = file.state == S.READY
    ours = name_of(file) if ready else "photo"
    return ShownFile(
        file=file,
        shows=told(file.shows),
        label=label,
        tone=tone,
        name=file.name if named and file.name else ours,
        by=sent_by(file),
        ready=ready,
        same=_same(file, every),
    )


def told(shows: str) -> str:
    """What a file shows, as a sentence begins."""
    words = evidence_names().get(shows, "")
    return words[:1].upper() + words[1:] or UNSAID


def choices(first: Collection[str] = ()) -> list[tuple[str, str]]:
    """What a file may show, what is missing first."""
    known = evidence_names()
    return [(name, told(name)) for name in (*first, *(name for name in known if name not in first))]


def sent_by(file: Evidence) -> str:
    """Who sent it."""
    if file.person is not None:
        return called(file.person)
    return CUSTOMER if file.actor.startswith("link:") else "a program"


def _same(file: Evidence, every: Collection[Evidence]) -> Evidence | None:
    if not file.sha256 or file.state != S.READY:
        return None
    ready = (other for other in every if other.state == S.READY and other.sha256 == file.sha256)
    first = next(ready, file)
    return first if first.pk != file.pk else None
