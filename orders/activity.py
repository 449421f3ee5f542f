"""What printers and renderers did, a row for each print job and render under the day it began: what boards count and
incidents are found in.

A day is read whole, in a few Queries; nothing is added up while writing, so nothing can drift.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from orders.contract.model import PrintJob, Render
from orders.projections import keys
from orders.snapshot import OrderSnapshot
from orders.store import Row, Store

LONGEST = 60


class Did(StrEnum):
    """What a row is about."""

    JOB = "job"
    RENDER = "render"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One print job or render, as it stands.

    ``template`` is "id@version"; ``code`` a render's failure or a printer's own status word; ``replaces`` the print job
    that it is a reprint of; ``value`` what the customer paid for the line, in minor units of ``currency``. ``accepted``
    is a print job's, ``ended`` when it was dispatched or the render finished, ``updated`` the row's own last word.
    """

    did: Did
    id: str
    order_id: str
    line_id: str
    state: str
    began: datetime
    printer: str = ""
    product: str = ""
    template: str = ""
    renderer: str = ""
    code: str = ""
    replaces: str = ""
    accepted: datetime | None = None
    ended: datetime | None = None
    updated: datetime | None = None
    value: int = 0
    currency: str = ""


TEXTS = {
    "line_id": "line", "state": "st", "printer": "prn", "product": "sku", "template": "tpl", "renderer": "rdr",
    "code": "cod", "replaces": "rep", "currency": "cur",
}  # fmt: skip
TIMES = {"began": "at", "accepted": "acc", "ended": "end", "updated": "upd"}
"""What fields are called in rows: a busy day has thousands, and names are read and paid for with each."""


def activities(order: OrderSnapshot) -> Iterator[Activity]:
    """Of each print job and render of an order that names when it began."""
    lines = {line.line_id: line for line in order.lines}
    currency = order.order.currency if order.order else ""
    own: tuple[PrintJob | Render, ...] = (*order.print_jobs, *order.renders)
    for record in own:
        line = lines.get(record.line_id)
        design = order.prints.get(line.print_id) if line else None
        about: dict[str, Any] = {
            "order_id": order.order_id,
            "line_id": record.line_id,
            "product": (line.product if line else "") or (design.product if design else ""),
            "value": line.unit_price * line.quantity if line else 0,
            "currency": currency,
            "updated": record.updated_at,
        }
        made = _job(record, order, about) if isinstance(record, PrintJob) else _render(record, about)
        if made is not None:
            yield made


def _job(job: PrintJob, order: OrderSnapshot, about: dict[str, Any]) -> Activity | None:
    began = job.submitted_at or job.updated_at
    if began is None:
        return None
    render = next((render for render in order.renders if render.render_id == job.render_id), None)
    return Activity(
        did=Did.JOB,
        id=job.print_job_id,
        state=job.state.value,
        began=began,
        printer=job.printer_id,
        template=_template(render),
        renderer=render.renderer_version if render else "",
        code=job.raw_status,
        replaces=job.reprint_of,
        accepted=job.accepted_at,
        ended=job.dispatched_at,
        **about,
    )


def _render(render: Render, about: dict[str, Any]) -> Activity | None:
    began = render.queued_at or render.started_at or render.updated_at
    if began is None:
        return None
    return Activity(
        did=Did.RENDER,
        id=render.render_id,
        state=render.state.value,
        began=began,
        template=_template(render),
        renderer=render.renderer_version,
        code=render.failure.code if render.failure else "",
        ended=render.finished_at,
        **about,
    )


def _template(render: Render | None) -> str:
    return f"{render.template_id}@{render.template_version}" if render and render.template_id else ""


# ---- as rows ------------------------------------------------------------------------------------------------


def activity_row(activity: Activity) -> Row:
    """A row of the projection. Times are whole seconds, to keep a day small."""
    pk, sk = keys.activity(activity.began.date().isoformat(), activity.did, activity.id, activity.order_id)
    texts = {short: getattr(activity, name)[:LONGEST] for name, short in TEXTS.items()}
    times = {short: int(at.timestamp()) for name, short in TIMES.items() if (at := getattr(activity, name)) is not None}
    row: Row = {"pk": pk, "sk": sk, "id": activity.id, "order": activity.order_id, "val": activity.value}
    return row | {name: text for name, text in texts.items() if text} | times


def read_day(store: Store, day: date) -> list[Activity]:
    """Everything that began on a day, in UTC: a Query for each shard."""
    shards = [store.query_all(pk) for pk in keys.activity_shards(day.isoformat())]
    return [_activity(row) for rows in shards for row in rows]


def _activity(row: Row) -> Activity:
    times = {name: datetime.fromtimestamp(row[short], UTC) for name, short in TIMES.items() if short in row}
    texts = {name: row[short] for name, short in TEXTS.items() if short in row}
    did = Did(row["sk"].partition("#")[0])
    about: dict[str, Any] = {"line_id": "", "state": "", **texts, **times}
    return Activity(did=did, id=row["id"], order_id=row["order"], value=row.get("val", 0), **about)
