"""What must be known before a batch is planned: its aggregates as stored, and the prints they are derived with.

All of a batch together, as few calls read a hundred rows. An order is linked to its prints before those are read, and a
print's change is written before its links are read: one of the two sees the other. What is stale by the time of
writing costs a conflict, never a wrong write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor

from orders.projections import keys
from orders.projections.aggregate import Aggregate, load
from orders.projections.cache import Cache
from orders.projections.prints import link, read_prints
from orders.projections.work import Work
from orders.store import MAX_BATCH_GET, Key, Store


def prepare(store: Store, cache: Cache, work: Sequence[Work], threads: Executor) -> None:
    """Give each its ``before``."""
    _check(store, cache, [each.pk for each in work if cache.is_distrusted(each.pk)])
    for each in work:
        kept = None if each.corrects else cache.get(each.pk)
        each.before = kept or (Aggregate(each.pk) if each.is_new else None)
    unknown = [each for each in work if each.before is None]
    for each, found in zip(unknown, threads.map(lambda item: load(store, item.pk), unknown), strict=True):
        each.before = found
    _read_prints(store, work)


def prepare_again(store: Store, work: Work) -> None:
    """Give one its ``before`` as it is stored now: somebody else wrote it."""
    work.before = load(store, work.pk)
    _read_prints(store, [work])


def _read_prints(store: Store, work: Iterable[Work]) -> None:
    asking = [(each, each.before) for each in work if each.before and each.wants_prints_read(each.before)]
    needs = {each.pk: sorted(each.needs(before)) for each, before in asking}
    store.put_many(
        [
            link(key, each.pk)
            for each, before in asking
            for key in needs[each.pk]
            if key not in before.parents or each.doubted is not None  # a link may be what is missing
        ]
    )
    prints = read_prints(store, sorted({key for wanted in needs.values() for key in wanted}))
    for each, before in asking:
        each.before = before.copy()
        each.before.loaded_parents = {key: prints[key] for key in needs[each.pk]}


def _check(store: Store, cache: Cache, pks: Sequence[str]) -> None:
    """Drop from the cache what others have written since: a look at a hundred versions costs less than a conflict."""
    for start in range(0, len(pks), MAX_BATCH_GET):
        heads: list[Key] = [(pk, keys.HEAD) for pk in pks[start : start + MAX_BATCH_GET]]
        stored = store.get_many(heads, consistent=True, only=("pk", "sk", "ver"))
        for key in heads:
            kept = cache.get(key[0])
            if kept is not None and kept.version == stored.get(key, {}).get("ver", 0):
                cache.keep(kept)
            else:
                cache.drop(key[0])
