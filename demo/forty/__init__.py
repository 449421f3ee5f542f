"""Forty orders written by hand, one for each way an order can go, each with the answer its page must give."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from demo.forty import beginnings, oddities, parcels, people, printers, production, renders
from demo.forty.scene import Scene, Story

CHAPTERS: tuple[ModuleType, ...] = (beginnings, renders, production, parcels, oddities)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An order of the forty and the answer its page must give at the moment of loading, dates in UTC."""

    order_id: str
    number: str
    title: str
    story: Story
    situation: str
    whose_move: str
    stage: str
    late: bool
    sentence: str


def rows(now: datetime | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the backend wrote up to ``now``, by table, first things first: printers, customers, order after order."""
    moment = (now or datetime.now(UTC)).replace(microsecond=0)
    yield from printers.rows(Scene("", moment).at(24 * 90))
    for person in people.PEOPLE:
        yield "users", people.item(person, moment)
    for told in ORDERS:
        yield from rows_of(told.story, moment)


def rows_of(story: Story, now: datetime) -> list[tuple[str, dict[str, Any]]]:
    """What the backend wrote about one of the orders."""
    scene = Scene(story.number, now)
    story.play(scene)
    return scene.rows


def _told() -> Iterator[Told]:
    answers = tomllib.loads(Path(__file__).with_name("answers.toml").read_text(encoding="utf-8"))
    for chapter in CHAPTERS:
        for story in vars(chapter).values():
            if isinstance(story, Story):
                order_id = Scene(story.number, datetime.now(UTC)).order_id
                yield Told(
                    order_id=order_id, number=story.number, title=story.title, story=story, **answers[story.number]
                )


ORDERS: tuple[Told, ...] = tuple(_told())
