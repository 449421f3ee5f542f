"""The page of mails: those that want somebody first, then all of them, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from support import masking
from support.mail.listing import Wanted, counts, in_trouble, listed
from support.mail.models import Mail, MailState, Recipient
from support.shown.mails import STATES, ShownMail, shown_mail

TO: Final = {Recipient.PRINTER: "Printers", Recipient.CUSTOMER: "Customers", Recipient.STAFF: "Colleagues"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One way to narrow the list by a link."""

    id: str
    words: str
    address: str
    chosen: bool
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailsPage:
    """``trouble`` are those that somebody has to see to."""

    trouble: Sequence[ShownMail]
    rows: Sequence[ShownMail]
    states: Sequence[Choice]
    recipients: Sequence[Choice]
    number: int
    first: str
    next: str
    now: datetime


def mails_page(wanted: Wanted, after: str = "") -> MailsPage:
    """One page. Raises ValueError where no page ended at ``after``."""
    page, known = listed(wanted, after), counts()
    return MailsPage(
        trouble=[_row(each) for each in in_trouble()] if not after else (),
        rows=[_row(each) for each in page.mails],
        states=_states(wanted, known),
        recipients=_recipients(wanted),
        number=len(page.mails),
        first=_address(wanted.state, wanted.recipient) if after else "",
        next=_address(wanted.state, wanted.recipient, page.after) if page.after else "",
        now=timezone.now(),
    )


def _row(mail: Mail) -> ShownMail:
    """Without its words: a subject may name somebody."""
    return shown_mail(mail, lambda _text: masking.MASK, events=False)


def _states(wanted: Wanted, known: dict[str, int]) -> list[Choice]:
    every = [Choice(id="state-any", words="Any", address=_address("", wanted.recipient), chosen=not wanted.state)]
    return every + [
        Choice(id=f"state-{state.value}", words=STATES[state][0], number=known.get(state.value, 0),
               address=_address(state.value, wanted.recipient), chosen=wanted.state == state.value)
        for state in MailState
        if known.get(state.value) or wanted.state == state.value
    ]  # fmt: skip


def _recipients(wanted: Wanted) -> list[Choice]:
    every = [("", "Anybody"), *((recipient.value, words) for recipient, words in TO.items())]
    return [
        Choice(id=f"to-{value or 'anybody'}", words=words, address=_address(wanted.state, value),
               chosen=value == wanted.recipient)
        for value, words in every
    ]  # fmt: skip


def _address(state: str, recipient: str, after: str = "") -> str:
    query = urlencode([(name, value) for name, value in
                       (("state", state), ("to", recipient), ("after", after)) if value])  # fmt: skip
    return f"{reverse('mails')}?{query}" if query else reverse("mails")
