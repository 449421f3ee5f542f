"""A file is announced before it is sent: the row that it will be, and the form that it is sent with."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction

from dashboard.permissions import Permission
from support.commands.ask import settled
from support.commands.asker import Asker
from support.commands.refusals import Invalid, KeyUsed, NotAllowed, Refused
from support.escalations.hold import hold
from support.escalations.models import CLOSED
from support.evidence.events import customer
from support.evidence.links import check_live, held_link
from support.evidence.listing import COUNTED
from support.evidence.models import Evidence, UploadLink
from support.evidence.names import harmless
from support.reasons import evidence_names

LONGEST_KEY: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A file that somebody is about to send. ``shows`` is a name of evidence, "" where nobody has said. ``key`` is the
    same as often as one file is announced.
    """

    escalation_id: str
    shows: str = ""
    name: str = ""
    key: str = ""

    def check(self) -> None:
        """Raises Invalid for what could never be."""
        if self.shows and self.shows not in evidence_names():
            raise Invalid(shows="Choose what it shows from the list.")
        if len(self.key) > LONGEST_KEY or not self.key.isprintable():
            raise Invalid(key="A key is 1 to 100 printable characters.")


def expect(asker: Asker, announced: Announced) -> Evidence:
    """The row of a file that somebody of us sends. Raises NotAllowed, NotThere, Invalid, Refused, KeyUsed, Busy."""
    if not asker.may(Permission.ADD_EVIDENCE):
        raise NotAllowed(Permission.ADD_EVIDENCE)
    announced.check()
    return settled(lambda: _expect(announced, Evidence(actor=asker.actor.id, person=asker.person)))


def expect_by_link(link: UploadLink, shows: str, name: str) -> Evidence:
    """The row of a file that a customer sends; what they may say of it is what they were asked for. Raises Invalid,
    Refused, Dead, Busy.
    """
    announced = Announced(escalation_id=link.escalation_id, shows=shows if shows in link.wanted else "", name=name)
    return settled(lambda: _expect_by_link(link, announced))


@transaction.atomic
def _expect_by_link(link: UploadLink, announced: Announced) -> Evidence:
    # The link after the order, as everywhere: who sends the form at the same time comes before or after this.
    hold(announced.escalation_id)
    check_live(held_link(link.pk))
    return _expect(announced, Evidence(actor=customer(link).id, link=link))


@transaction.atomic
def _expect(announced: Announced, evidence: Evidence) -> Evidence:
    escalation, now = hold(announced.escalation_id)
    before = Evidence.objects.filter(escalation=escalation, key=announced.key).first() if announced.key else None
    if before is not None:
        return _same(before, announced, evidence)
    if escalation.state in CLOSED:
        raise Refused("This escalation is over. Reopen it before something is added to it.")
    if Evidence.objects.filter(escalation=escalation, state__in=COUNTED).count() >= settings.EVIDENCE_FILES:
        raise Refused(f"There are {settings.EVIDENCE_FILES} files already. Withdraw what is not needed first.")
    evidence.escalation, evidence.expected_at = escalation, now
    evidence.shows, evidence.name = announced.shows, harmless(announced.name)
    evidence.key = announced.key or uuid.uuid4().hex
    evidence.save(force_insert=True)
    return evidence


def _same(before: Evidence, announced: Announced, evidence: Evidence) -> Evidence:
    """The file that was announced with this key. Raises KeyUsed where it was another one."""
    if before.actor != evidence.actor or (announced.name and before.name not in ("", harmless(announced.name))):
        raise KeyUsed
    return before
