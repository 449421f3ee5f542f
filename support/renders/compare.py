"""Two attempts of one line side by side: which two, and what became of each page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from orders.contract.model import Render, RenderState
from orders.lines import LineView
from support.renders.fingerprints import fingerprints


class Change(StrEnum):
    """What became of a page between two attempts."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    UNKNOWN = "unknown"  # its pictures are missing, or S3 did not say in time


class NoSuchAttempt(Exception):
    """An attempt was asked for that the line does not have, or that left no pictures."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two attempts."""

    old: Render
    new: Render


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """One page, from 1, with the keys of its pictures, "" where an attempt has none."""

    number: int
    old: str
    new: str
    change: Change


def attempts(view: LineView) -> tuple[Render, ...]:
    """The attempts of a line that left pictures, oldest first."""
    return tuple(sorted((each for each in view.renders if each.preview_keys), key=lambda each: each.attempt))


def pair_of(view: LineView, old: str = "", new: str = "") -> Pair | None:
    """The attempts with these ids; where "", the newest, and beside it the last before that failed or was printed.
    None where a line has no two. Raises NoSuchAttempt.
    """
    known = attempts(view)
    if not {old, new} - {""} <= {each.render_id for each in known}:
        raise NoSuchAttempt
    if len(known) <= 1:
        return None
    after = _named(known, new) or next(each for each in reversed(known) if each.render_id != old)
    before = [each for each in known if each.attempt < after.attempt] or [each for each in known if each != after]
    return Pair(_named(known, old) or _telling(before, view), after)


def compared(pair: Pair) -> tuple[ComparedPage, ...]:
    """Every page of either attempt, by its number. Only pictures under different keys are asked about."""
    keys = list(_by_number(pair))
    found = fingerprints(key for one, other in keys if one and other and one != other for key in (one, other))

    def same(one: str, other: str) -> bool | None:
        if one == other:
            return True
        return found[one].matches(found[other]) if one in found and other in found else None

    return tuple(ComparedPage(at, one, other, _change(one, other, same)) for at, (one, other) in enumerate(keys, 1))


def _by_number(pair: Pair) -> Sequence[tuple[str, str]]:
    old, new = pair.old.preview_keys, pair.new.preview_keys
    last = max(len(old), len(new))
    return list(zip(_padded(old, last), _padded(new, last), strict=True))


def _padded(keys: tuple[str, ...], length: int) -> tuple[str, ...]:
    return keys + ("",) * (length - len(keys))


def _change(old: str, new: str, same: Callable[[str, str], bool | None]) -> Change:
    if not old or not new:
        return Change.ADDED if new else Change.REMOVED if old else Change.UNKNOWN
    found = same(old, new)
    return Change.UNKNOWN if found is None else Change.SAME if found else Change.CHANGED


def _named(known: Sequence[Render], render_id: str) -> Render | None:
    return next((each for each in known if render_id and each.render_id == render_id), None)


def _telling(before: Sequence[Render], view: LineView) -> Render:
    """The last that failed or was printed, else the last."""
    printed = {job.render_id for job in view.jobs}
    telling = [each for each in before if each.state is RenderState.FAILED or each.render_id in printed]
    return (telling or before)[-1]
