"""A change of one source row, as a DynamoDB stream tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from orders.contract.decode import Image, MalformedRow, decode, row_key
from orders.contract.model import Record
from orders.contract.tables import SourceTable

SEQUENCE_DIGITS = 40
NO_FENCE = ""
"""Sorts before every fence: nothing is known of the row yet."""
ZERO_FENCE = f"0000:{0:0{SEQUENCE_DIGITS}d}"
"""Of a row that was read from its table, not from its stream: any record of the stream is newer."""


@dataclass(slots=True)
class Change:
    """One record: the images before and after; ``new`` is None where the row was deleted.

    ``fence`` orders the changes of one row: the stream's epoch, then its sequence number, as text that compares
    like the numbers; ``sequence`` is that number as the stream wrote it. A correction (``seen`` is not None) is
    no record but a row read from its table: it holds only where the row's fence is still ``seen``, and keeps it.
    ``again``: it was set aside, and is to be taken though nothing newer has come.
    ``leaves`` marks the half of a record that takes a row away from its former order: the other half is counted.
    """

    table: SourceTable
    key: str
    fence: str
    old: Image | None
    new: Image | None
    at: datetime
    seen: str | None = None
    sequence: str = ""
    leaves: bool = False
    again: bool = False
    _decoded: dict[str, Record | MalformedRow | None] = field(default_factory=dict, repr=False, compare=False)

    def record(self) -> Record | None:
        """The row as it is now, None where it was deleted. Raises MalformedRow."""
        return self._decode("new", self.new)

    def previous(self) -> Record | None:
        """The row as it was, None where there was none. Raises MalformedRow."""
        return self._decode("old", self.old)

    def _decode(self, which: str, image: Image | None) -> Record | None:
        """Decoding is lazy, and done once."""
        if which not in self._decoded:
            try:
                self._decoded[which] = decode(self.table, image) if image is not None else None
            except MalformedRow as error:
                self._decoded[which] = error
        known = self._decoded[which]
        if isinstance(known, MalformedRow):
            raise known
        return known


def fence(epoch: int, sequence: str) -> str:
    """Sequence numbers have 21 to 40 digits: padded, so that 99… sorts before 100…."""
    return f"{epoch:04d}:{sequence:0>{SEQUENCE_DIGITS}}"


def parse(record: Mapping[str, Any], table: SourceTable, epoch: int) -> Change:
    """A record of GetRecords or of a Lambda event. Raises MalformedRow where its key is unreadable."""
    body = record["dynamodb"]
    return Change(
        table=table,
        key=row_key(table, body["Keys"]),
        fence=fence(epoch, body["SequenceNumber"]),
        old=body.get("OldImage"),
        new=None if record["eventName"] == "REMOVE" else body.get("NewImage"),
        at=moment(body.get("ApproximateCreationDateTime")),
        sequence=body["SequenceNumber"],
    )


def parse_or_keep(record: Mapping[str, Any], table: SourceTable, epoch: int) -> Change:
    """As ``parse``; a record whose key is unreadable becomes a change of no key, which is set aside."""
    try:
        return parse(record, table, epoch)
    except MalformedRow:
        body = record["dynamodb"]
        return Change(
            table=table,
            key="",
            fence=fence(epoch, body["SequenceNumber"]),
            old=body.get("OldImage"),
            new=body.get("NewImage"),
            at=moment(body.get("ApproximateCreationDateTime")),
            sequence=body["SequenceNumber"],
        )


def moment(value: Any) -> datetime:
    """When the stream took note: boto3 gives a datetime, a Lambda event a number of seconds."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC)
    return datetime.now(UTC)
