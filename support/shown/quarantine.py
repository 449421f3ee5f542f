"""A record that was set aside as its page shows it: both images beside each other, masked, what differs marked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from orders.contract.decode import Image, fits
from orders.contract.tables import SOURCE_TABLES
from orders.projections.quarantine import Kept
from support import masking
from support.personal import Rule, rule_of
from support.raw import image_contents, masked_image

LONGEST_TEXT: Final = 2_000
ABSENT: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One field before and after, as text; None where the image does not have it."""

    name: str
    old: str | None
    new: str | None
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """``order_id`` where the record belongs to an order; ``position`` is its epoch and sequence number."""

    record: Kept
    attributes: tuple[Attribute, ...]
    order_id: str
    deleted: bool
    position: str


def record_page(record: Kept) -> RecordPage:
    """The page of one record."""
    entry = record.entry
    epoch, _, sequence = record.fence.partition(":")
    return RecordPage(
        record=record,
        attributes=compared(entry.table, record.old, record.new),
        order_id=entry.aggregate.removeprefix("O#") if entry.aggregate.startswith("O#") else "",
        deleted=record.new is None and not record.cut,
        position=f"epoch {int(epoch or 0)}, seq {sequence.lstrip('0') or '0'}",
    )


def compared(table: str, old: Image | None, new: Image | None) -> tuple[Attribute, ...]:
    """The fields of two images, masked; whether they differ is looked up in what the mask hides."""
    before, after = image_contents(table, old or {}), image_contents(table, new or {})
    secrets = masking.secrets_of([*_personal(table, before), *_personal(table, after)])
    shown_before = _shown(table, old or {}, before, secrets)
    shown_after = _shown(table, new or {}, after, secrets)
    names = dict.fromkeys([*shown_after, *shown_before])
    return tuple(
        Attribute(
            name=name,
            old=_text(shown_before, name),
            new=_text(shown_after, name),
            changed=old is not None and new is not None and _differs(name, before, after, old, new),
        )
        for name in names
    )


def _shown(table: str, image: Image, contents: Mapping[str, Any], secrets: masking.Secrets) -> dict[str, Any]:
    """An image as it may be shown. What contradicts the contract is told by its kind alone: a name may stand where a
    price belongs, and the table of masks only knows what belongs there.
    """
    source, shown = SOURCE_TABLES[table], masked_image(table, image, secrets)
    odd = [name for name, content in contents.items() if not fits(source, name, content)]
    return shown | {name: f"{masking.MASK} ({type(contents[name]).__name__})" for name in odd}


def _differs(name: str, before: Mapping[str, Any], after: Mapping[str, Any], old: Image, new: Image) -> bool:
    if name in old and name in new:  # plain, or bytes that are no message
        return bool(old[name] != new[name])
    return bool(before.get(name, ABSENT) != after.get(name, ABSENT))


def _personal(table: str, contents: Any, path: str = "") -> Iterator[str]:
    """The personal values of an image, which must not stand in its free words either."""
    match contents:
        case Mapping():
            for name, content in contents.items():
                yield from _personal(table, content, f"{path}.{name}" if path else str(name))
        case list() | tuple():
            for content in contents:
                yield from _personal(table, content, path)
        case str() if rule_of(table, path) not in (Rule.SHOWN, Rule.TEXT):
            yield contents


def _text(shown: Mapping[str, Any], name: str) -> str | None:
    if name not in shown:
        return None
    content = shown[name]
    text = content if isinstance(content, str) else json.dumps(content, indent=1, ensure_ascii=False)
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]} …"
