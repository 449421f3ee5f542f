"""Comparing derived rows with what a fresh derive of the facets gives. It only reads.

A row differs where it is missing, says something else, is one that nothing calls for, or where HEAD believes
something else of it. All reads of one aggregate are between two of the same version of HEAD, so what is found was so.
Many aggregates are read together, a hundred rows a call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from orders.projections import keys, payload
from orders.projections.aggregate import Aggregate, Parent, TornRead, from_rows, load
from orders.projections.kinds import kind_of
from orders.projections.plan import digest, records_of
from orders.projections.prints import read_prints
from orders.store import MAX_BATCH_GET, Key, Row, Store

LOOKS = 10


class Kind(StrEnum):
    """How a derived row differs."""

    MISSING = "derived row missing"
    OTHER = "derived row says something else"
    UNCALLED = "derived row that nothing calls for"
    UNFINISHED = "order not written to its end"
    UNDERIVABLE = "nothing can be derived"


Found = dict[Key, Kind]


def differences(store: Store, pks: Iterable[str]) -> dict[str, Found]:
    """Of each aggregate that has any, the rows that are not as they should be; its HEAD's key where it is not complete.

    Somebody who writes one all the time derives it all the time: then it is taken to be right.
    """
    found: dict[str, Found] = {}
    left = list(pks)
    for _ in range(LOOKS):
        states = _states(store, left)
        looked = _differences(store, states.values())
        versions = _versions(store, looked)
        found |= {pk: rows for pk, rows in looked.items() if versions[pk] == states[pk].version}
        left = [pk for pk in looked if pk not in found]
        if not left:
            break
    return found


def uncalled(store: Store, rows: Sequence[Row]) -> dict[str, set[Key]]:
    """Derived rows that no HEAD owns, by the aggregate they should belong to, "" where that is unreadable.

    Those are read once more, before the HEADs are: a HEAD names every row that is stored when it is read.
    """
    suspects = _unowned(store, rows)
    found: defaultdict[str, set[Key]] = defaultdict(set)
    for row in _unowned(store, list(_get(store, [(row["pk"], row["sk"]) for row in suspects]).values())):
        found[next(iter(owners_of(row)), "")].add((row["pk"], row["sk"]))
    return found


def _unowned(store: Store, rows: Sequence[Row]) -> list[Row]:
    owners = [owners_of(row) for row in rows]
    owned = _owned(store, {pk for named in owners for pk in named})
    return [
        row
        for row, named in zip(rows, owners, strict=True)
        if not any((row["pk"], row["sk"]) in owned.get(pk, ()) for pk in named)
    ]


def _owned(store: Store, pks: Iterable[str]) -> dict[str, set[Key]]:
    """The rows that aggregates own, as their HEADs say."""
    found = {}
    for (pk, _), head in _get(store, [(pk, keys.HEAD) for pk in pks]).items():
        content = payload.join(head, {})
        found[pk] = set(load(store, pk).owned) if content is None else _keys(payload.unpack(content)["owned"])
    return found


def _keys(owned: Mapping[str, Mapping[str, str]]) -> set[Key]:
    return {(pk, sk) for pk, rows in owned.items() for sk in rows}


def owners_of(row: Row) -> list[str]:
    """The aggregates that a derived row may belong to: several where an order's id has our separator in it."""
    sk = row["sk"]
    match row["pk"][:2]:
        case "C#":
            return [f"O#{order_id}" for order_id in sk.split("#", 2)[2:]]
        case "S#" | "A#":
            return [f"O#{sk}"]
        case "W#":
            rest = sk.partition("#")[2]
            return [f"O#{rest[:at]}" for at, character in enumerate(rest) if character == "#"]
    found = {"customer": "C#", "printer": "P#"}.get(row.get("kind", ""), "O#")
    target = row.get("order" if found == "O#" else "id", row.get("id"))
    return [f"{found}{target}"] if target else []


def _states(store: Store, pks: Sequence[str]) -> dict[str, Aggregate]:
    """Aggregates as stored, without histories: their HEADs, then the facets that those name."""
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    heads = _get(store, [(pk, keys.HEAD) for pk in pks])
    facets = _get(store, [key for head in heads.values() for key in _facet_keys(head)])
    for (pk, _), row in [*heads.items(), *facets.items()]:
        rows[pk].append(row)
    return {pk: _state(store, pk, rows[pk]) for pk in pks}


def _facet_keys(head: Row) -> Iterator[Key]:
    content = payload.join(head, {})
    if content is None:
        return  # a HEAD of several rows is read with its partition
    for sk, (_, parts, _) in payload.unpack(content)["facets"].items():
        yield head["pk"], sk
        yield from ((head["pk"], payload.part_key(sk, number)) for number in range(1, parts))


def _state(store: Store, pk: str, rows: list[Row]) -> Aggregate:
    try:
        return from_rows(pk, rows)
    except TornRead:
        return load(store, pk)


def _differences(store: Store, states: Iterable[Aggregate]) -> dict[str, Found]:
    found: defaultdict[str, Found] = defaultdict(dict)
    wanted: dict[str, dict[Key, Row]] = {}
    known = list(states)
    prints = read_prints(store, sorted({print_id for state in known for print_id in _needs(state)}))
    for state in known:
        try:
            wanted[state.pk] = {(row["pk"], row["sk"]): row for row in _fresh(state, prints)}
        except Exception:  # whatever cannot be derived is told, as it is when it comes by a stream
            found[state.pk][state.pk, keys.HEAD] = Kind.UNDERIVABLE
    derivable = [state for state in known if state.pk in wanted]
    stored = _get(store, {key for state in derivable for key in (*wanted[state.pk], *state.owned)})
    for state in derivable:
        if rows := _of_one(state, wanted[state.pk], stored):
            found[state.pk] = rows
    return found


def _of_one(state: Aggregate, wanted: Mapping[Key, Row], stored: Mapping[Key, Row]) -> Found:
    found: Found = {(state.pk, keys.HEAD): Kind.UNFINISHED} if state.incomplete else {}
    for key in wanted.keys() | state.owned.keys():
        if key not in wanted:
            found[key] = Kind.UNCALLED
        elif key not in stored:
            found[key] = Kind.MISSING
        elif stored[key] != wanted[key] or state.owned.get(key) != digest(wanted[key]):
            found[key] = Kind.OTHER
    return found


def _needs(state: Aggregate) -> set[str]:
    return kind_of(state.pk).needs([record for each in state.facets.values() if (record := each.readable) is not None])


def _fresh(state: Aggregate, prints: Mapping[str, Parent]) -> list[Row]:
    """What an aggregate's facets call for, derived now."""
    kind, records = kind_of(state.pk), records_of(state)
    named = ((print_id, prints[print_id].record) for print_id in kind.needs(records))
    known = {print_id: record for print_id, record in named if record is not None}
    return kind.derive(state.pk.removeprefix(kind.prefix), records, known)


def _versions(store: Store, pks: Iterable[str]) -> dict[str, int]:
    heads = {pk: (pk, keys.HEAD) for pk in pks}
    stored = _get(store, heads.values(), only=("pk", "sk", "ver"))
    return {pk: int(stored.get(key, {}).get("ver", 0)) for pk, key in heads.items()}


def _get(store: Store, wanted: Iterable[Key], only: Sequence[str] = ()) -> dict[Key, Row]:
    listed, found = list(wanted), {}
    for start in range(0, len(listed), MAX_BATCH_GET):
        found.update(store.get_many(listed[start : start + MAX_BATCH_GET], consistent=True, only=only))
    return found
