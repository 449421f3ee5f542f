"""Every figure has exactly its units behind it: across midnights, changes of clocks, groups, units and promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orders.sla.facts import facts
from orders.sla.lake.parquet import patched
from orders.sla.report.answer import Figures, figures
from orders.sla.report.duck import Duck
from orders.sla.report.listing import Behind, found
from orders.sla.report.question import Question, asked
from tests.answer.fold import fold
from tests.reports.conftest import DAYS, placed
from tests.streams import backend


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Duck]:
    """Orders around a change of clocks, each with a print job and a parcel."""
    path: Path = tmp_path_factory.mktemp("lake") / "facts.parquet"
    path.write_bytes(patched(None, (), (fact for number in range(36) for fact in facts(fold(*of(number)))))[0])
    with Duck([str(path)]) as engine:
        yield engine


def of(number: int) -> tuple[str, list[tuple[str, dict[str, Any]]]]:
    order = placed(number)
    job = backend.job(f"j{number}", f"o{number}", printer_id=f"printer-{number % 3}", dispatch_by=order["deliver_by"])
    parcel = backend.parcel(f"s{number}", f"o{number}", print_job_ids=[f"j{number}"], deliver_by=order["deliver_by"])
    more = [("print_jobs", job), ("shipments", parcel)] if number % 2 else []
    return f"o{number}", [("orders", order), *more]


def counted(question: Question, group: Figures, engine: Duck) -> None:
    """What is behind each figure of a group is as many units as the figure says."""
    key = tuple(group.key.items())

    def behind(**which: Any) -> int:
        return found(question, Behind(key=key, **which), engine, most=1).count

    assert behind() == group.units == sum(group.classes.values())
    assert {of: behind(of=of) for of in group.classes} == group.classes
    stages = {name: (behind(stage=name), behind(stage=name, anomalies=True)) for name in group.stages}
    assert stages == {name: (stage.n, stage.anomalies) for name, stage in group.stages.items()}


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Australia/Sydney"])
@pytest.mark.parametrize("by", ["day", "week,product", "country", "printer,month"])
def test_groups_of_orders(lake: Duck, zone: str, by: str) -> None:
    question = asked(start=DAYS["from"], end=DAYS["to"], as_of=DAYS["as_of"], by=by, timezone=zone)
    rows, total = figures(question, lake)
    assert rows
    for group in [*rows, total]:
        counted(question, group, lake)


@pytest.mark.parametrize("said", [{"unit": "print_job"}, {"unit": "parcel"}, {"promise": "current"}, {"cohort": "due"}])
def test_other_units_and_promises(lake: Duck, said: dict[str, Any]) -> None:
    question = asked(start="2026-10-20", end="2026-11-20", as_of=DAYS["as_of"], by="printer", **said)
    rows, total = figures(question, lake)
    assert total.units
    for group in [*rows, total]:
        counted(question, group, lake)


def test_pages_of_units_are_all_of_them_once(lake: Duck) -> None:
    question = asked(start="2026-10-20", end="2026-11-20")
    pages = [found(question, Behind(), lake, start=start, most=7).rows for start in range(0, 42, 7)]
    assert sorted(row["id"] for page in pages for row in page) == sorted(f"o{number}" for number in range(36))
