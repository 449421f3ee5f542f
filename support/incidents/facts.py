"""What is counted: a row of activity, with what it shares with others and what went wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from orders.activity import Activity, Did
from orders.contract.model import PrintJobState, RenderState
from support.incidents.models import Dimension, Signal

EVERY: Final = "*"
"""Stands for every product of a printer: "koeln-druck/*"."""

NOT_COUNTED: Final = frozenset({RenderState.CANCELLED, PrintJobState.CREATED, PrintJobState.CANCELLED})
"""Nobody has tried, or nobody knows how it would have ended."""

NO_CODE: Final = "unknown"
MARKS: Final = {
    RenderState.FAILED: "",
    PrintJobState.REJECTED: Signal.REJECTS.value,
    PrintJobState.ERROR: Signal.PRINT_ERRORS.value,
    PrintJobState.FILE_ERROR: Signal.PRINT_ERRORS.value,
}


class Parent(NamedTuple):
    """What orders share: a dimension, and a subject in it. All renders share the failure code "", which is none."""

    dimension: str
    subject: str


class Fact(NamedTuple):
    """A render or print job that began, plain enough to be kept. ``mark`` is what went wrong: a render's failure
    code, a print job's signal, "" where nothing did; ``began`` and ``at`` (when that was known) are seconds.
    """

    did: str
    row_id: str
    order_id: str
    line_id: str
    began: int
    at: int
    template: str
    renderer: str
    printer: str
    product: str
    mark: str


def fact_of(activity: Activity) -> Fact | None:
    """The fact of a row; None where it does not count yet, or no more."""
    if activity.state in NOT_COUNTED:
        return None
    mark = MARKS.get(activity.state)  # type: ignore[call-overload]
    if activity.did is Did.RENDER and mark is not None:
        mark = activity.code or NO_CODE
    known = activity.ended or activity.updated or activity.began
    return Fact(
        did=activity.did.value,
        row_id=activity.id,
        order_id=activity.order_id,
        line_id=activity.line_id,
        began=int(activity.began.timestamp()),
        at=int((activity.updated or known).timestamp() if activity.did is Did.JOB else known.timestamp()),
        template=activity.template,
        renderer=activity.renderer,
        printer=activity.printer,
        product=activity.product,
        mark=mark or "",
    )


def parents(fact: Fact) -> Iterator[Parent]:
    """Everything that a fact shares with others."""
    if fact.did == Did.RENDER.value:
        yield Parent(Dimension.FAILURE_CODE.value, "")
        if fact.template:
            yield Parent(Dimension.TEMPLATE.value, fact.template)
        if fact.renderer:
            yield Parent(Dimension.RENDERER.value, fact.renderer)
    elif fact.printer:
        yield Parent(Dimension.PRINTER_PRODUCT.value, f"{fact.printer}/{EVERY}")
        if fact.product:
            yield Parent(Dimension.PRINTER_PRODUCT.value, f"{fact.printer}/{fact.product}")


def split_subject(subject: str) -> tuple[str, str]:
    """Printer and product of a subject; the product is ``EVERY`` for all of them."""
    printer, _, product = subject.rpartition("/")
    return printer, product
