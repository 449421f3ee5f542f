"""Going through the parts of something at once, in threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event


def together(parts: Iterable[Iterator[int]], threads: int, done: Callable[[int], object]) -> None:
    """Work through parts that tell step by step how many rows they did, which ``done`` is told, from any thread.

    Where one part fails, or ``done`` does, the others end at their next step and the failure is raised.
    """
    failed = Event()

    def work(part: Iterator[int]) -> None:
        for rows in part:
            if failed.is_set():
                return
            done(rows)

    with ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(work, part) for part in parts]
        try:
            for future in as_completed(futures):
                future.result()
        except BaseException:
            failed.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
