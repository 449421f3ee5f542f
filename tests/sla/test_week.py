"""The real week: the report is equal to a recount of the change log that shares no code with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from orders.sla.facts import facts
from orders.sla.lake.parquet import patched
from orders.sla.report.answer import Figures, figures
from orders.sla.report.definitions import Class
from orders.sla.report.duck import Duck
from orders.sla.report.question import asked
from tests.answer.fold import fold
from tests.answer.test_week import LOG, _changes

pytestmark = pytest.mark.skipif(not LOG.exists(), reason="the real week is not on this machine")

Rows = dict[str, dict[str, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    """The last state of each row of the log, by order and table."""
    last: dict[tuple[str, str], dict[str, Any]] = {}
    keys = {"orders": "order_id", "print_jobs": "print_job_id", "shipments": "shipment_id", "renders": "render_id"}
    for change in _changes():
        if change["table"] in keys:
            last[change["table"], change["item"][keys[change["table"]]]] = change["item"]
    found: Rows = defaultdict(lambda: defaultdict(list))
    for (table, _), item in last.items():
        found[item["order_id"]][table].append(item)
    return found


@pytest.fixture(scope="module")
def lake(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Duck]:
    """The week's facts in a file."""
    path: Path = tmp_path_factory.mktemp("lake") / "week.parquet"
    snapshots = (fold(id_, [(t, item) for t, items in own.items() for item in items]) for id_, own in rows.items())
    path.write_bytes(patched(None, (), (fact for each in snapshots for fact in facts(each)))[0])
    with Duck([str(path)]) as engine:
        yield engine


def on_time(own: dict[str, list[dict[str, Any]]]) -> bool | None:
    """Whether an order came as promised, by its row alone; None where it never came, or was called off."""
    order = own["orders"][-1]
    if order.get("state") == "ORDER_STATE_CANCELLED" or not own["shipments"]:
        return None
    each = [parcel["delivered_at"] for parcel in own["shipments"] if parcel.get("delivered_at")]
    if len(each) < len(own["shipments"]):
        return None
    return max(map(datetime.fromisoformat, each)) <= datetime.fromisoformat(order["first_deliver_by"])


def recount(rows: Rows, of: Callable[[dict[str, list[dict[str, Any]]]], set[str]]) -> dict[str, tuple[int, int]]:
    """On time and late, by the values of a dimension."""
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for own in rows.values():
        came = on_time(own)
        if came is not None:
            for value in of(own):
                found[value][not came] += 1
    return {value: (kept, late) for value, (kept, late) in found.items()}


def told(lake: Duck, by: str) -> dict[str | None, tuple[int, int]]:
    groups, _ = figures(asked(start="2017-11-20", end="2017-11-26", by=by), lake)
    return {each.key[by]: pair(each) for each in groups if pair(each) != (0, 0)}


def pair(each: Figures) -> tuple[int, int]:
    return each.classes[Class.ON_TIME], each.classes[Class.LATE]


def test_the_week_is_the_published_one(lake: Duck) -> None:
    _, total = figures(asked(start="2017-11-20", end="2017-11-26"), lake)
    assert (total.units, *pair(total), total.on_time_pct) == (3008, 2412, 503, 82.7444)
    assert sum(total.classes.values()) == total.units


def test_by_region(lake: Duck, rows: Rows) -> None:
    assert told(lake, "region") == recount(rows, lambda own: {own["orders"][-1]["ship_to"]["region"]})


def test_by_product(lake: Duck, rows: Rows) -> None:
    def products(own: dict[str, list[dict[str, Any]]]) -> set[str]:
        return {line["product"] for line in own["orders"][-1]["lines"]}

    assert told(lake, "product") == recount(rows, products)


def test_by_printer(lake: Duck, rows: Rows) -> None:
    def printers(own: dict[str, list[dict[str, Any]]]) -> set[str]:
        return {job["printer_id"] for job in own["print_jobs"]}

    assert told(lake, "printer") == recount(rows, printers)
