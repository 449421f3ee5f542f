"""What a batch of changes means for one aggregate: the next state and the rows to write. Pure.

Every record is counted once: applied, fenced (older than what is known), unchanged (the same row again) or
quarantined (it contradicts the contract, or nothing could be derived from it).
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb
from typing import Any

from orders.changes import NO_FENCE, ZERO_FENCE, Change
from orders.contract.decode import MalformedRow
from orders.contract.model import Print, Record
from orders.projections import journal, keys, payload
from orders.projections.aggregate import Aggregate
from orders.projections.facet import Facet
from orders.projections.kinds import kind_of
from orders.store import Delete, Key, Put, Row, Write

log = logging.getLogger(__name__)

TOMBSTONE_LIFE = timedelta(days=8)
"""Longer than the day a stream keeps its records: a replay still meets the tombstone."""

LONGEST_REASON = 1_000


@dataclass(slots=True)
class Plan:
    """From ``before`` to ``after``, the state once ``writes`` are stored.

    ``tally`` counts records by table and outcome. ``writes`` are in the order in which they may be stored in
    slices: what records, then what was derived, then what is gone, and SLA facts with their marks last, which are
    stored together. ``accepted`` are the changes that were applied, ``held`` the rows of those that are set aside, by
    facet. ``broken`` where nothing could be derived: perhaps a fault of ours.
    """

    before: Aggregate
    after: Aggregate
    tally: Counter[tuple[str, str]] = field(default_factory=Counter)
    facts: list[Row] = field(default_factory=list)
    derived: list[Row] = field(default_factory=list)
    gone: list[Key] = field(default_factory=list)
    accepted: list[Change] = field(default_factory=list)
    held: dict[str, Row] = field(default_factory=dict)
    broken: bool = False
    history: list[dict[str, Any]] = field(default_factory=list)
    touched: bool = False

    @property
    def writes(self) -> list[Write]:
        """Everything to store but HEAD."""
        writes: list[Write] = [*map(Put, self.facts), *map(Put, self.derived), *map(Delete, self.gone)]
        return sorted(writes, key=is_told)


def is_told(write: Write) -> bool:
    """Whether it is an SLA fact, or the mark that one has changed."""
    pk = write.row["pk"] if isinstance(write, Put) else write.key[0]
    return bool(pk.startswith((keys.FACT, keys.MARK)))


def plan(before: Aggregate, changes: Iterable[Change], prints: Mapping[str, Print], now: datetime) -> Plan:
    """The plan for an aggregate and the changes of its rows, with the prints it needs already read."""
    made = Plan(before, before.copy())
    _forgive(made)
    _take(made, sorted(changes, key=lambda change: change.fence), now)
    try:
        _derive(made, prints)
    except Exception as error:
        # Whatever went wrong with one order must not hold up the others. The caller counts these: many at
        # once are a fault of ours, and stop the shard.
        log.error("nothing can be derived", extra={"aggregate": before.pk, "error": type(error).__name__})
        aside = set_aside(made, f"nothing can be derived: {_where(error)}", now)
        aside.broken = True
        return aside
    made.touched |= bool(made.derived or made.gone or before.incomplete)
    return made


def records_of(aggregate: Aggregate) -> list[Record]:
    """The live records of an aggregate."""
    return [record for facet in aggregate.facets.values() if (record := facet.record) is not None]


def digest(row: Row) -> str:
    """A short digest of a row's content."""
    text = json.dumps(row, sort_keys=True, default=lambda value: value.hex(), ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def set_aside(made: Plan, reason: str, now: datetime) -> Plan:
    """The plan where nothing can be derived or stored with these changes: the state stays, and they are kept."""
    aside = Plan(made.before, made.before.copy(), tally=made.tally, held=dict(made.held))
    aside.after.quarantined = dict(made.after.quarantined)
    for change in made.accepted:
        if not change.leaves:
            aside.tally[change.table.name, "applied"] -= 1
            aside.tally[change.table.name, "quarantined"] += 1
        newer = aside.after.quarantined.get(keys.facet_sk(change.table.name, change.key))
        if newer is None or newer[0] <= change.fence:
            _quarantine(aside, change, reason, now)
    _store_held(aside)
    aside.touched = made.touched
    return aside


def _where(error: Exception) -> str:
    """What went wrong and in which line. Never the message: it may quote a value of somebody's."""
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"


def _forgive(made: Plan) -> None:
    """What was applied since it was set aside is not set aside: a process died between slices."""
    facets, aside = made.after.facets, made.after.quarantined
    for sk in [sk for sk, (fence, _) in aside.items() if sk in facets and facets[sk].fence > fence]:
        del aside[sk]
        made.touched = True


def _take(made: Plan, changes: list[Change], now: datetime) -> None:
    """Keep what is newer than its fence."""
    for change in changes:
        outcome = _outcome(made, change, now)
        if not change.leaves:
            made.tally[change.table.name, outcome] += 1
        if outcome == "applied":
            made.accepted.append(change)
    _store_held(made)
    if made.history:
        made.after.history = (made.after.history + made.history)[-journal.HISTORY_LENGTH :]
        made.facts.append(journal.history_row(made.after.pk, made.after.history))
    _store_facets(made, {keys.facet_sk(c.table.name, c.key) for c in changes}, now)


def _outcome(made: Plan, change: Change, now: datetime) -> str:
    state, sk = made.after, keys.facet_sk(change.table.name, change.key)
    known = state.facets.get(sk)
    if not _is_news(change, known, state.quarantined.get(sk)):
        return "fenced"
    made.touched = True
    try:
        record = change.record()
    except MalformedRow as error:
        _quarantine(made, change, str(error), now)
        return "quarantined"
    state.quarantined.pop(sk, None)
    made.held.pop(sk, None)
    unchanged = known is not None and known.image == change.new
    kept_fence = (change.seen or ZERO_FENCE) if change.seen is not None else change.fence
    state.facets[sk] = Facet(change.table, change.key, kept_fence, change.new, known.parts if known else 1, record)
    if unchanged:
        return "unchanged"
    _journal(made, change, journal.differences(_previous(known, change), record), now)
    return "applied"


def _is_news(change: Change, known: Facet | None, held: tuple[str, str] | None) -> bool:
    fence = known.fence if known else NO_FENCE
    if change.seen is not None:
        return change.seen == fence and (known is None or known.image != change.new)
    newer = held is None or change.fence > held[0] or (change.again and change.fence == held[0])
    return newer and change.fence > fence


def _previous(known: Facet | None, change: Change) -> Record | None:
    """The record before: ours, or else the stream's old image where it can be read."""
    if known is not None:
        return known.record
    try:
        return change.previous()
    except MalformedRow:
        return None


def _journal(made: Plan, change: Change, changed: journal.Changed, now: datetime) -> None:
    if change.seen is not None or not (changed or change.new is None):
        return
    told = journal.entry(change, changed, now)
    if kind_of(made.after.pk).journal_beside:
        made.facts.append(journal.journal_row(made.after.pk, change, told))
    else:
        made.history.append(told)


def _store_facets(made: Plan, changed: set[str], now: datetime) -> None:
    expires = int((now + TOMBSTONE_LIFE).timestamp())
    for sk in sorted(changed):
        facet = made.after.facets.get(sk)
        if facet is None:
            continue
        parts = facet.parts
        made.facts += facet.rows(made.after.pk, expires)
        made.gone += [(made.after.pk, payload.part_key(sk, n)) for n in range(facet.parts, parts)]


def _derive(made: Plan, prints: Mapping[str, Print]) -> None:
    """The difference between the rows the state calls for and those it owns."""
    state, kind = made.after, kind_of(made.after.pk)
    rows = kind.derive(state.pk.removeprefix(kind.prefix), records_of(state), prints)
    wanted = {(row["pk"], row["sk"]): row for row in rows}
    for key, row in sorted(wanted.items()):
        mark = digest(row)
        if state.owned.get(key) != mark:
            made.derived.append(row)
            state.owned[key] = mark
    for key in sorted(state.owned.keys() - wanted.keys()):
        made.gone.append(key)
        del state.owned[key]
    _mark_facts(made)


def _mark_facts(made: Plan) -> None:
    """Leave a mark, in the same transaction, that the facts of a day have changed or are gone. By the version each mark
    is another one: whoever has dealt with one strikes off no later one.
    """
    moved = {(row["pk"], row["sk"]) for row in made.derived} | set(made.gone)
    for day, order_id in sorted(filter(None, map(keys.fact_of, moved))):
        pk, sk = keys.fact_mark(day, order_id)
        made.derived.append({"pk": pk, "sk": sk, "ver": made.before.version + 1})


def _quarantine(made: Plan, change: Change, reason: str, now: datetime) -> None:
    sk = keys.facet_sk(change.table.name, change.key)
    reason = reason[:LONGEST_REASON]
    made.after.quarantined[sk] = (change.fence, reason)
    made.held[sk] = quarantine_row(change, reason, made.after.pk, now)


def _store_held(made: Plan) -> None:
    """List what is set aside now, and strike off what no longer is: each row once, however often it came."""
    made.facts += made.held.values()
    for sk in sorted(made.before.quarantined.keys() - made.after.quarantined.keys()):
        table, _, key = sk.removeprefix(keys.FACET).partition("#")
        made.gone.append(keys.quarantined(table, key))


def quarantine_row(change: Change, reason: str, pk: str, now: datetime) -> Row:
    """A record that was set aside, with both images and the reason."""
    listing = keys.quarantined(change.table.name, change.key or change.sequence, homeless=not pk)
    told = {
        "table": change.table.name,
        "key": change.key,
        "fence": change.fence,
        "reason": reason,
        "aggregate": pk,
        "old": change.old,
        "new": change.new,
        "cut": False,
        "seen": change.seen,
        "at": change.at.isoformat(),
        "heard": now.isoformat(),
    }
    content = payload.pack(told)
    if len(content) > payload.PART_BYTES:  # one item holds 400 KB: the reason matters more than the images
        content = payload.pack(told | {"old": None, "new": None, "cut": True})
    return {"pk": listing[0], "sk": listing[1], "payload": content}
