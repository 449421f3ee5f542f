"""The parts of the home page: who is told what, and how it is read. One that cannot be read takes no other down."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from dashboard.permissions import Permission, allowed
from dashboard.roles import Role, roles_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing to look at: where it is, what it is called, what there is to say of it, since (or until) when, and at
    its end a figure, or a state with its tone. ``id`` is its anchor. ``by_post`` where opening it is noted.
    """

    id: str
    title: str
    address: str
    beside: str = ""
    at: datetime | None = None
    verb: str = ""
    end: str = ""
    tone: str = ""
    by_post: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The first rows of a list, how long it is in words, and where all of it is."""

    rows: Sequence[Row]
    whole: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``name`` is its anchor, ``title`` its heading. ``read`` gives None where there is nothing to tell. It is told to
    those of ``roles`` that hold ``permission``.
    """

    name: str
    title: str
    permission: Permission
    roles: Collection[Role]
    read: Callable[[User], Listed | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A part as it is now; ``listed`` is None where it could not be read."""

    part: Part
    listed: Listed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What there is to tell, in the order of the page, and the parts that have nothing."""

    told: Sequence[Told]
    quiet: Sequence[Part]


def home_of(person: User, parts: Sequence[Part]) -> Home:
    """What concerns somebody now."""
    roles = roles_of(person)
    told: list[Told] = []
    quiet: list[Part] = []
    for part in parts:
        if roles.isdisjoint(part.roles) or not allowed(roles, part.permission):
            continue
        found = _told(part, person)
        if found is None:
            quiet.append(part)
        else:
            told.append(found)
    return Home(told=told, quiet=quiet)


def _told(part: Part, person: User) -> Told | None:
    try:
        listed = part.read(person)
    except Exception:  # whatever went wrong in one room, of the others is told
        log.exception("a part of the home page could not be read", extra={"part": part.name})
        return Told(part=part, listed=None)
    return Told(part=part, listed=listed) if listed is not None else None
