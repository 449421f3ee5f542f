"""How words read with all that stands around them: with made-up facts, and as the reply of a real order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from orders.answer import answer
from orders.answer.clock import Clock
from orders.answer.facts import NOBODY_KNOWN, OrderFacts, order_facts
from orders.answer.reply import FRAME, Language, Words, reply_for
from orders.contract.model import Order
from orders.find.keys import SHORTEST, exact_pk
from orders.find.model import Kind
from orders.find.normalise import compact
from orders.read import load_story
from orders.snapshot import OrderSnapshot
from orders.store import live_store
from support import masking
from support.replies.texts import Text, texts

DAYS: Final = timedelta(days=3)
PAGE: Final = 7
EXAMPLE: Final = "preparing"
"""What a part of the frame is shown around."""

MOST_FOUND: Final = 5
LONGEST_NUMBER: Final = 80
UNKNOWN: Final = "No order has this number."


@dataclass(frozen=True, slots=True)
class Sample:
    """One reply; where ``trouble`` says why there is none, no text."""

    title: str
    text: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """In which words, language, time and zone samples are written."""

    words: Words
    language: Language
    now: datetime
    tz: tzinfo


def made_up(text: Text, scene: Scene) -> tuple[Sample, ...]:
    """On time, late, late with a new date; one alone for a reply that no promise follows."""
    return tuple(_made_up(texts()[EXAMPLE] if text.is_frame else text, scene))


def of_order(number: str, text: Text, scene: Scene) -> Sample:
    """The reply of the order with this number or id, where it is in that situation."""
    order_id = _order_with(number)
    whole = load_story(order_id) if order_id else None
    if whole is None:
        return Sample(f"Order {number}", trouble=UNKNOWN)
    story = masking.order_story(whole)
    said = answer(
        story.snapshot,
        now=scene.now,
        locale=scene.language.code,
        printers=story.printers,
        tz=scene.tz,
        words=scene.words,
    )
    title = f"Order {(story.snapshot.order.order_number if story.snapshot.order else '') or order_id}, as it is now"
    if not text.key.startswith(FRAME) and said.reply.key != text.key:
        other = texts()[said.reply.key].label
        return Sample(title, trouble=f"It is in another situation ({said.label.lower()}): its reply is “{other}”.")
    return Sample(title, said.reply.text)


def _made_up(text: Text, scene: Scene) -> Iterator[Sample]:
    first = scene.now + DAYS
    page = PAGE if "where" in text.blanks else 0
    if not text.awaited:
        yield _sample("Whatever was promised", text, scene, first, first, page=page)
        return
    yield _sample("On time", text, scene, first, first, page=page)
    if page:
        yield _sample("On time, no page known", text, scene, first, first)
    yield _sample("Late", text, scene, scene.now - DAYS, scene.now - DAYS, page=page)
    yield _sample("Late, with a new date", text, scene, scene.now - DAYS, first, page=page)


def _sample(title: str, text: Text, scene: Scene, first: datetime, in_force: datetime, *, page: int = 0) -> Sample:
    reply = reply_for(
        _facts(scene, first, in_force),
        text.key,
        scene.language.code,
        page=page,
        late=first < scene.now,
        awaited=text.awaited,
        calm=text.calm,
        words=scene.words,
    )
    return Sample(title, reply.text)


def _facts(scene: Scene, first: datetime, in_force: datetime) -> OrderFacts:
    order = Order(order_id="", first_deliver_by=first, deliver_by=in_force)
    return order_facts(OrderSnapshot(order_id="", order=order), Clock(scene.now, scene.tz), NOBODY_KNOWN)


def _order_with(number: str) -> str:
    """Its id. Numbers and ids alone are looked up: nobody is found here by what is personal."""
    if len(number) > LONGEST_NUMBER or len(compact(number)) < SHORTEST:
        return ""
    found = live_store().query(exact_pk(number), prefix="order ", limit=MOST_FOUND)
    return next((str(row["id"]) for row in found.rows if row["kind"] == Kind.ORDER), "")
