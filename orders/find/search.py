"""Finding: one wave of at most ten parallel Queries of at most fifty rows, and nothing else.

Hits are shown from the search rows alone. Whatever the size of the tables, a search costs what its wave costs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from orders.find.model import Found, Hit, Kind
from orders.find.normalise import is_ideographic, words
from orders.find.plan import Lookup, Plan, plan
from orders.store import Page, Row, Store

ROWS_A_LOOKUP = 50
MOST_HITS = 50
THREADS = 20

NARROW_DOWN = "There are more than can be shown: add a word, or type more of it."


def find(query: str, store: Store) -> Found:
    """What ``query`` may mean, best first. Raises botocore's errors where the table cannot be reached."""
    planned = plan(query)
    pages = ask_all(planned.lookups, store)
    ranked = _ranked(planned, pages)
    more = any(page.after is not None for page in pages)
    truncated = len(ranked) > MOST_HITS or (more and bool(ranked))
    hint = planned.hint or (NARROW_DOWN if truncated else "")
    return Found(hits=ranked[:MOST_HITS], tried=planned.tried, hint=hint, truncated=truncated)


def ask_all(lookups: Iterable[Lookup], store: Store) -> list[Page]:
    """One parallel wave of Queries."""
    return list(_threads(os.getpid()).map(lambda lookup: _ask(lookup, store), lookups))


def _ask(lookup: Lookup, store: Store) -> Page:
    return store.query(lookup.pk, prefix=lookup.prefix, limit=ROWS_A_LOOKUP)


@cache
def _threads(_process: int) -> ThreadPoolExecutor:
    """The process's threads for searches: made after the fork, shared by its requests."""
    return ThreadPoolExecutor(THREADS, thread_name_prefix="find")


def _ranked(planned: Plan, pages: Iterable[Page]) -> tuple[Hit, ...]:
    """Every hit once, as its best lookup found it; whole numbers and ids first, then in the plan's order."""
    best: dict[tuple[Kind, str, str], Hit] = {}
    for lookup, page in zip(planned.lookups, pages, strict=True):
        for hit in _hits(lookup, page.rows):
            known = best.get((hit.kind, hit.id, hit.order_id))
            if known is None or (hit.exact and not known.exact):
                best[hit.kind, hit.id, hit.order_id] = hit
    return tuple(sorted(best.values(), key=lambda hit: not hit.exact))


def _hits(lookup: Lookup, rows: Iterable[Row]) -> Iterator[Hit]:
    for row in rows:
        if has_words(row.get("name", ""), lookup.name_words):
            whole = lookup.whole and row["sk"].startswith(lookup.whole)
            yield _hit(row, exact=lookup.exact or bool(whole))


def _hit(row: Row, *, exact: bool) -> Hit:
    return Hit(
        kind=Kind(row["kind"]),
        id=row["id"],
        order_id=row.get("order", ""),
        number=row.get("number", ""),
        name=row.get("name", ""),
        country=row.get("country", ""),
        placed=row.get("placed", ""),
        matched_on=row["on"],
        exact=exact,
    )


def has_words(name: str, asked: Iterable[str]) -> bool:
    """Whether each of ``asked`` begins a word of the name, or stands anywhere in it in a script without spaces."""
    found = words(name)
    return all(
        any(word.startswith(part) or (is_ideographic(part) and part in word) for word in found) for part in asked
    )
