"""Notes beside a customer: those about them, and the newest on their orders."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from orders.customer import CustomerStory
from support.commands.asker import Asker
from support.masking import Secrets, secrets_of
from support.notes.listing import notes_about, notes_on_orders
from support.shown.notes import ShownNotes, masked, shown_notes


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNotes:
    """``on_orders`` are at most one page."""

    about: ShownNotes
    on_orders: ShownNotes


def customer_notes(
    whole: CustomerStory, asker: Asker, *, revealed: bool, number: int = 1, wanted: str = ""
) -> CustomerNotes:
    """The notes beside a customer, masked by what is known of them unless that is revealed."""
    mask = masked(None if revealed else customer_secrets(whole))
    now, user_id = timezone.now(), whole.user_id
    return CustomerNotes(
        about=shown_notes(notes_about(user_id), asker, mask, now, number, wanted),
        on_orders=shown_notes(notes_on_orders(user_id), None, mask, now, pinned_first=False),
    )


def customer_secrets(whole: CustomerStory) -> Secrets:
    """What an unmasked story holds of its customer: name, each word of it, and how they are reached."""
    who = whole.customer
    return secrets_of([who.name, *who.name.replace(",", " ").split(), who.email, who.phone] if who else [])
