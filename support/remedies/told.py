"""The message of a remedy: in which language, with which words, how it goes to the customer."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings

from support.commands.asker import Asker
from support.commands.refusals import Invalid, Refused
from support.escalations.models import Escalation
from support.evidence.customer import ASKED
from support.evidence.links import make_link
from support.mail.address import ascii_address
from support.mail.models import Mail, Recipient
from support.mail.post import Letter, post
from support.mail.refusals import not_configured
from support.remedies.messages import Words, message_for, with_link
from support.remedies.models import Message
from support.remedies.resolutions import Resolution
from support.remedies.scene import Scene
from support.remedies.wanted import Wanted

NO_ADDRESS = "No e-mail address of the customer is known that mail can be sent to."


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """``words`` are ready, with what was typed in their place; ``how`` they go. ``refusal`` is why no mail is sent.
    ``asked`` are names of the evidence that the customer is asked for by a ``link``.
    """

    words: Words
    how: Message
    refusal: Exception | None
    asked: tuple[str, ...]
    link: bool


def told(wanted: Wanted, scene: Scene, resolution: Resolution, missing: Collection[str], *, escalated: bool) -> Told:
    """What the customer would be told. One query of the words."""
    story = scene.situation.story
    asked = tuple(name for name in missing if name in ASKED) if escalated else ()
    link = bool(asked) if wanted.link is None else wanted.link and bool(asked)
    locale = wanted.language or (story.customer.locale if story.customer else "")
    words = message_for(resolution, locale, scene.aim.order_number, photos=link)
    refusal = _refusal(scene)
    usual = Message.COPIED if refusal else Message.MAIL
    return Told(
        words=Words(
            words.language,
            words.subject if wanted.subject is None else wanted.subject,
            words.text if wanted.text is None else wanted.text,
        ),
        how=usual if wanted.message is None else wanted.message,
        refusal=refusal,
        asked=asked,
        link=link,
    )


def link_for(asker: Asker, found: Told, escalation: Escalation | None) -> str:
    """The address where the customer uploads photos. Raises Invalid, NotAllowed, Refused."""
    if escalation is None:
        raise Invalid(link="Photos belong to an escalation: take it up, too.")
    return make_link(asker, escalation.pk, found.asked, found.words.language)


def post_it(asker: Asker, wanted: Wanted, scene: Scene, found: Told, link: str) -> Mail:
    """The mail, which goes out after the transaction. Raises Invalid, Refused."""
    if found.refusal is not None:
        raise found.refusal
    if not found.words.text:
        raise Invalid(text="Write the message first, or leave it out.")
    letter = Letter(
        recipient=Recipient.CUSTOMER,
        recipient_id=scene.aim.user_id,
        subject=found.words.subject,
        text=with_link(found.words.text, link) if link else found.words.text,
        order_id=scene.aim.order_id,
        key=hashlib.sha256(f"{asker.actor.id}:{wanted.key}".encode()).hexdigest(),
    )
    return post(asker.actor, letter, person=asker.person)


def _refusal(scene: Scene) -> Exception | None:
    customer = scene.situation.story.customer
    if not settings.MAIL_FROM:
        return not_configured()
    known = customer is not None and scene.aim.user_id and ascii_address(customer.email)
    return None if known else Refused(NO_ADDRESS, "no_address")
