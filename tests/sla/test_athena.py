"""Athena gives the answers of DuckDB, from the same files: tried on the embedded one."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from django.conf import settings as project
from django.core.management import call_command

from orders import cloud as aws
from orders.sla.lake import files
from orders.sla.lake.local import NoLake
from orders.sla.lake.manifest import prefix
from orders.sla.lake.parquet import joined
from orders.sla.lake.patch import patch_all
from orders.sla.report.answer import answer
from orders.sla.report.blame import STEPS, accountable, late_behind
from orders.sla.report.breaches import breaches
from orders.sla.report.definitions import RENDER_STAGES, STAGES, Class
from orders.sla.report.lanes import lanes
from orders.sla.report.listing import Behind, listed
from orders.sla.report.question import asked
from orders.sla.report.told import told
from orders.store import live_store
from orders.streams.engine import drain
from tests.reports.conftest import placed
from tests.streams import backend

QUESTIONS: list[dict[str, Any]] = [
    {},
    {"by": "week"},
    {"by": "product"},
    {"by": "printer,week", "timezone": "Europe/Berlin"},
    {"by": "product,printer", "unit": "print_job"},
    {"by": "carrier,service", "unit": "parcel", "cohort": "due"},
    {"by": "country", "where": ["printer=printer-0", "country=DE"], "promise": "current"},
    {"by": "day", "where": ["printer="]},
    {"by": "template", "where": ["product=a book with a ' and a ?"]},
    {"end": "1970-01-02", "start": "1970-01-01"},
]


@pytest.fixture(autouse=True)
def lake(cloud: str, settings: Any) -> None:
    """Some orders in the lake, and Athena's table over it."""
    for number in range(24):
        order = placed(number)
        if number % 5 == 0:
            order["lines"].append(order["lines"][0] | {"line_id": "l2", "product": "a book with a ' and a ?"})
        backend.put("orders", order)
        if number % 4 in (2, 3):
            backend.put("print_jobs", backend.job(f"j{number}", f"o{number}", printer_id=f"printer-{number % 3}"))
            parcel = backend.parcel(
                f"s{number}", f"o{number}", print_job_ids=[f"j{number}"], deliver_by=order["deliver_by"]
            )
            backend.put("shipments", parcel)
    drain()
    patch_all(live_store())
    _left_by_a_dead_writer(prefix(live_store().table))
    settings.ATHENA_DATABASE = "printdesk"
    workgroup = {"ResultConfiguration": {"OutputLocation": f"s3://{settings.LAKE_BUCKET}/athena/"}}
    _glue(cloud).create_database(DatabaseInput={"Name": "printdesk"})
    aws.athena().create_work_group(Name="reports", Configuration=workgroup)
    settings.ATHENA_WORKGROUP = "reports"
    call_command("facts_table", verbosity=0)


def _glue(endpoint: str) -> Any:
    keys = {"aws_access_key_id": project.AWS_ACCESS_KEY_ID, "aws_secret_access_key": project.AWS_SECRET_ACCESS_KEY}
    return boto3.client("glue", endpoint_url=endpoint, region_name=project.AWS_REGION, **keys)


def _left_by_a_dead_writer(folder: str) -> None:
    """A data file that no manifest names: every fact in it would be counted twice."""
    held = [found[0] for key, _ in files.listed(folder) if (found := files.read(key))]
    files.write(folder + "left.parquet", joined(held, "left.parquet")[0])


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_it_answers_as_duckdb_does(question: dict[str, Any], settings: Any) -> None:
    wanted = asked(**{"start": "2026-03-01", "end": "2026-12-31", "as_of": "2026-11-25T00:00:00Z"} | question)
    by_athena = told(answer(wanted, live_store().table, STAGES | RENDER_STAGES))
    settings.ATHENA_WORKGROUP = ""
    by_duckdb = told(answer(wanted, live_store().table, STAGES | RENDER_STAGES))
    assert by_athena == by_duckdb
    assert (by_duckdb["total"].get("orders", by_duckdb["total"].get("units")) > 0) is ("end" not in question)


@pytest.mark.parametrize(
    "behind",
    [Behind(), Behind(of=Class.LATE), Behind(stage="placed_to_paid"), Behind(key=(("printer", "printer-1"),))],
    ids=str,
)
def test_the_units_behind_a_figure_are_the_same(behind: Behind, settings: Any) -> None:
    wanted = asked(start="2026-03-01", end="2026-12-31", as_of="2026-11-25T00:00:00Z", timezone="Asia/Tokyo")
    by_athena = listed(wanted, behind, live_store().table, start=1, most=7)
    settings.ATHENA_WORKGROUP = ""
    assert by_athena == listed(wanted, behind, live_store().table, start=1, most=7)
    assert by_athena.rows


ALL: dict[str, Any] = {"start": "2026-03-01", "end": "2026-12-31", "as_of": "2026-11-25T00:00:00Z"}


@pytest.mark.parametrize("more", [{}, {"cohort": "due", "where": ["country=DE"]}], ids=str)
def test_late_orders_are_put_down_to_the_same_steps(more: dict[str, Any], settings: Any) -> None:
    wanted, table = asked(**ALL | more), live_store().table

    def everything() -> list[Any]:
        return [
            accountable(wanted, table),
            *(late_behind(wanted, step, table, start=1, most=3) for step in ("", *STEPS)),
        ]

    by_athena = everything()
    settings.ATHENA_WORKGROUP = ""
    assert by_athena == everything()
    assert by_athena[0].late > 0


def test_a_stage_and_a_span_that_nobody_can_explain_are_the_same(settings: Any) -> None:
    """Both took twice what was promised; of one nobody knows when it was paid."""
    times = {name: f"2026-10-{day}T00:00:00Z" for name, day in (("placed_at", "01"), ("delivered_at", "21"))}
    times |= dict.fromkeys(("first_deliver_by", "deliver_by"), "2026-10-11T00:00:00Z")
    for order_id, paid in (("o-a", "2026-10-09T00:00:00Z"), ("o-b", None)):
        backend.put("orders", placed(1) | times | {"order_id": order_id, "paid_at": paid})
    drain()
    patch_all(live_store())
    by_athena = accountable(asked(**ALL), live_store().table)
    settings.ATHENA_WORKGROUP = ""
    assert by_athena == accountable(asked(**ALL), live_store().table)
    assert {bar.step for bar in by_athena.bars if bar.orders} >= {"placed_to_paid", "unexplained"}
    assert [span.orders for span in by_athena.spans] == [1]


@pytest.mark.parametrize("behind", [Behind(), Behind(of=Class.LATE), Behind(key=(("country", "FR"),))], ids=str)
def test_what_broke_its_promise_is_the_same(behind: Behind, settings: Any) -> None:
    by_athena = breaches(asked(**ALL), behind, live_store().table, start=1, most=4)
    settings.ATHENA_WORKGROUP = ""
    assert by_athena == breaches(asked(**ALL), behind, live_store().table, start=1, most=4)
    assert by_athena.rows


@pytest.mark.parametrize("unit", ["order", "print_job"])
def test_lanes_are_the_same(unit: str, settings: Any) -> None:
    wanted, origins = asked(**ALL, unit=unit), {"printer-0": "DE", "printer-1": "FR"}
    by_athena = lanes(wanted, origins, live_store().table)
    settings.ATHENA_WORKGROUP = ""
    assert by_athena == lanes(wanted, origins, live_store().table)
    assert {lane.origin for lane in by_athena.lanes} >= {"DE", "FR", None}


def test_a_lake_with_nothing_in_it_is_an_empty_report() -> None:
    found = answer(asked(start="2026-03-01", end="2026-12-31", by="printer"), "a-table-without-a-lake")
    assert (found.rows, found.total.units) == ([], 0)


def test_what_it_cannot_answer_is_said(settings: Any) -> None:
    settings.ATHENA_DATABASE = "somewhere_else"
    with pytest.raises(NoLake, match="could not answer"):
        answer(asked(start="2026-03-01", end="2026-12-31"), live_store().table)


def test_a_statement_that_takes_too_long_is_stopped(settings: Any) -> None:
    settings.ATHENA_SECONDS = -1.0
    with pytest.raises(NoLake, match="not answered within"):
        answer(asked(start="2026-03-01", end="2026-12-31"), live_store().table)


def test_values_that_somebody_typed_are_only_values() -> None:
    hostile = ["country=' OR true --", "printer=x'); DROP TABLE facts; --", "template=?"]
    found = answer(asked(start="2026-03-01", end="2026-12-31", where=hostile), live_store().table)
    assert found.total.units == 0
