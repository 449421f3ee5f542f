"""What a page needs of one customer: who they are, their open orders worst first, their past orders by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orders.answer.model import Tone
from orders.contract.model import User


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSummary:
    """One order in a list. ``label`` and ``tone`` are its standing; whether it is late depends on the hour."""

    order_id: str
    order_number: str
    situation: str
    label: str
    tone: Tone
    severity: int
    open: bool
    placed_at: datetime | None
    promise: datetime | None
    delivered_at: datetime | None
    total: int
    currency: str
    country: str
    items: int

    def late(self, now: datetime) -> bool:
        """Whether its promise has passed without, or before, its delivery."""
        if self.promise is None or (not self.open and self.delivered_at is None):
            return False
        return (self.delivered_at or now) > self.promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Another account under the same e-mail."""

    user_id: str
    name: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerStory:
    """Everything known of one customer. ``customer`` is None where their row is missing or erased.

    ``next_cursor`` continues ``past_orders`` (newest first), "" at the end.
    """

    user_id: str
    customer: User | None
    open_orders: tuple[OrderSummary, ...]
    past_orders: tuple[OrderSummary, ...]
    next_cursor: str
    other_accounts: tuple[Account, ...] = ()
    as_of: datetime | None = None
