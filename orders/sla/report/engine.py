"""What answers reports: DuckDB on this machine's copy of the lake, or Athena where ``ATHENA_WORKGROUP`` names one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore
from typing import Final, Protocol

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from orders.sla.lake.local import NoLake, local
from orders.sla.lake.manifest import load
from orders.sla.report.athena import Athena
from orders.sla.report.duck import Duck, Rows
from orders.sla.report.grouped import Stages, Unrolls
from orders.sla.report.question import Question
from orders.sla.report.sql import Query

AT_ONCE: Final = 2
"""Reports of one process that DuckDB runs at a time: each takes two threads and up to ``lake.parquet.MEMORY``."""

_turn = BoundedSemaphore(AT_ONCE)


class Engine(Unrolls, Protocol):
    """Takes SQL over the facts; ``source`` stands for them in it."""

    def ask(self, query: Query) -> Rows:
        """The rows of an answer, by column: no lists among them."""

    def rows(self, query: Query, columns: Sequence[str], tail: str, values: Sequence[int]) -> Rows:
        """Units as they are, with these columns, lists too; ``tail`` says in which order, and which of them."""

    def figures(self, question: Question, keyed_units: Query, stages: Stages) -> Rows:
        """The rows of ``grouped.figures_of``; of each stage ``_n``, ``_anomalies``, ``_percentiles`` and ``_sum``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An engine over the facts as of one moment; ``until`` is up to when they are complete."""

    engine: Engine
    until: datetime | None


@contextmanager
def reading(table: str) -> Iterator[Reading]:
    """The facts of a projection, as they are now. Raises NoLake, on the way in and from what is asked inside."""
    if settings.ATHENA_WORKGROUP:
        try:
            manifest = load(table)
            yield Reading(Athena(manifest), manifest.until)
        except (BotoCoreError, ClientError) as error:
            raise NoLake("Athena or the bucket of the facts does not answer.") from error
    else:
        lake = local(table)
        with _turn, Duck(lake.paths) as engine:
            yield Reading(engine, lake.manifest.until)
