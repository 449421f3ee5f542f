"""The same applying as an AWS Lambda on the streams, in place of the pump: ``handler(event, context)``.

A batch comes from one shard of one stream. What could not be applied is answered as the first failure, from which AWS
sends again; all before it is applied. Settings come from the environment, as everywhere; no Django application is
loaded and no database is asked.
"""

from __future__ import annotations

import logging.config
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from orders.changes import Change, parse_or_keep
from orders.contract.tables import SOURCE_TABLES, SourceTable
from orders.projections.apply import ManyBroken
from orders.projections.payload import image_values
from orders.projections.work import Outcome
from orders.refusals import name_of
from orders.store import Conflict, Refused, Store
from orders.streams.engine import Engine
from orders.streams.lineage import SHARDS, TABLES

IMAGES: Final = ("Keys", "OldImage", "NewImage")
ENOUGH_MILLISECONDS: Final = 15_000
"""With less than that left nothing more is tried: an answer in time keeps what was applied."""

Event = Mapping[str, Any]

log = logging.getLogger(__name__)


class UnknownStream(Exception):
    """The control table does not know the stream yet: ``shardsync`` takes note of it within half a minute."""


def handler(event: Event, context: Any) -> dict[str, list[dict[str, str]]]:
    """Apply a batch in the form that AWS gives it; the first failure, or none. Raises UnknownStream."""
    records = event["Records"]
    if not records:
        return {"batchItemFailures": []}
    failed = Batch(_engine(), records, context).apply()
    return {"batchItemFailures": [] if failed is None else [{"itemIdentifier": failed}]}


class Batch:
    """The records of one call."""

    def __init__(self, engine: Engine, records: Sequence[Event], context: Any) -> None:
        self.engine = engine
        self.context = context
        arn = records[0]["eventSourceARN"]
        self.table = table_of(arn)
        epoch = epoch_of(engine.control, self.table, arn)
        self.changes = [parse_or_keep(_decoded(record), self.table, epoch) for record in records]
        self.outcome = Outcome()

    def apply(self) -> str | None:
        """Apply all; the sequence number of the first change that was not, or None."""
        self.engine.applier.look_around()
        done = self._apply(self.changes)
        if done:
            self._count(done)
        return None if done == len(self.changes) else self.changes[done].sequence

    def _apply(self, changes: Sequence[Change]) -> int:
        """Apply changes in their order, and how many were; where it fails, in halves: what comes before is kept."""
        try:
            self.outcome.add(self.engine.applier.apply(changes))
        except (ClientError, BotoCoreError, Conflict, Refused, ManyBroken) as error:
            log.error("batch not applied", extra={"records": len(changes), "error": name_of(error)})
            # Fewer at a time would be set aside one by one, where many broken ones are a fault of ours.
            if isinstance(error, ManyBroken) or len(changes) == 1 or not self._has_time():
                return 0
            middle = len(changes) // 2
            done = self._apply(changes[:middle])
            return done if done < middle else middle + self._apply(changes[middle:])
        return len(changes)

    def _has_time(self) -> bool:
        return bool(self.context.get_remaining_time_in_millis() >= ENOUGH_MILLISECONDS)

    def _count(self, done: int) -> None:
        """What became of records, where the status looks for it. A batch that comes twice is counted twice."""
        tally = Counter({outcome: number for (_, outcome), number in self.outcome.tally.items()})
        work = {"transactions": self.outcome.transactions, "conflicts": self.outcome.conflicts}
        counted = {name: number for name, number in {"received": done, **tally, **work}.items() if number}
        self.engine.control.update((TABLES, self.table.name), add=counted)


def table_of(arn: str) -> SourceTable:
    """The source table of a stream: ``arn:aws:dynamodb:…:table/NAME/stream/…``."""
    name = arn.split("/")[1]
    return SOURCE_TABLES[name.removeprefix(settings.SOURCE_TABLE_PREFIX)]


def epoch_of(control: Store, table: SourceTable, arn: str) -> int:
    """The epoch of the table's newest stream, or of an older one still being read. Raises UnknownStream."""
    newest = control.get((TABLES, table.name))
    if newest is not None and newest.get("arn") == arn:
        return int(newest["stream_epoch"])
    for row in control.query_all(SHARDS, prefix=f"{table.name}#"):
        if row["arn"] == arn:
            return int(row["stream_epoch"])
    raise UnknownStream(arn)


def _decoded(record: Event) -> Event:
    """A record whose binary values are bytes, which Lambda's JSON spells in base64."""
    body = record["dynamodb"]
    images = {name: image_values(body[name]) for name in IMAGES if name in body}
    return {**record, "dynamodb": {**body, **images}}


@cache
def _engine() -> Engine:
    """The clients of this process, made at its first call."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
    if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:  # nobody else has set logging up there
        logging.config.dictConfig(settings.LOGGING)
    return Engine.live()
