"""What can be asked for: what the print job cost us, what the customer paid for it, or a sum of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from orders.contract.model import OrderLine, PrintJob
from orders.lines import line_views
from orders.snapshot import OrderSnapshot
from support.claims.facts import job_of
from support.escalations.models import Escalation

MOST: Final = 10**12
"""More minor units than anybody asks for."""


class Basis(StrEnum):
    """What an amount is."""

    JOB_COST = "job_cost"
    PRICE = "price"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount that is known, in minor units."""

    basis: Basis
    amount: int


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is known, the usual first, all of it in ``currency``: that of the print job, or of the order. ``most`` is
    what the order cost, above which somebody has to answer for it; None where that cannot be compared.
    """

    sums: tuple[Sum, ...] = ()
    currency: str = ""
    most: int | None = None

    def of(self, basis: Basis) -> int | None:
        """The amount of a basis, None where it is not known."""
        return next((each.amount for each in self.sums if each.basis is basis), None)


def amounts_of(escalation: Escalation, snapshot: OrderSnapshot | None) -> Amounts:
    """What can be asked for because of an escalation, by its order's rows."""
    if snapshot is None:
        return Amounts()
    order, jobs = snapshot.order, list(_jobs(escalation, snapshot))
    theirs = order.currency if order else ""
    currency = next((job.currency for job in jobs if job.cost and job.currency), theirs)
    cost = sum(job.cost for job in jobs if job.currency == currency)
    price = _price(escalation, snapshot) if currency == theirs else 0
    known = ((Basis.JOB_COST, cost), (Basis.PRICE, price))
    most = order.total if order and currency == theirs and order.total else cost or None
    return Amounts(tuple(Sum(basis, amount) for basis, amount in known if amount > 0), currency, most)


def _jobs(escalation: Escalation, snapshot: OrderSnapshot) -> Iterator[PrintJob]:
    """The print jobs that it is about: of a whole order, those that count for its lines."""
    if escalation.print_job_id or escalation.line_id:
        job = job_of(escalation, snapshot)
        if job is not None:
            yield job
    else:
        yield from (view.job for view in line_views(snapshot) if view.job is not None)


def _price(escalation: Escalation, snapshot: OrderSnapshot) -> int:
    """What the customer paid for it."""
    if escalation.line_id:
        return sum(_worth(line) for line in snapshot.lines if line.line_id == escalation.line_id)
    return snapshot.order.total if snapshot.order else 0


def _worth(line: OrderLine) -> int:
    return line.unit_price * max(line.quantity, 1)
