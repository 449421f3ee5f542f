"""What may be done about a line, as buttons that lead to their forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode

from dashboard.permissions import Permission
from orders.contract.model import CommandKind
from orders.lines import LineView
from support.commands.asker import Asker
from support.commands.offers import Offer, Offers
from support.shown.hits import anchor

FORMS: Final = {
    CommandKind.RENDER: "order-render",
    CommandKind.REPRINT: "order-reprint",
    CommandKind.REROUTE: "order-reroute",
    CommandKind.CANCEL_PRINT_JOB: "order-cancel-job",
}
"""The names of their addresses."""

ASK_FORMS: Final = {CommandKind.REPRINT: "order-ask-reprint", CommandKind.REROUTE: "order-ask-reroute"}
ASK_LABELS: Final = {
    CommandKind.REPRINT: "Ask for a reprint",
    CommandKind.REROUTE: "Ask for a reprint elsewhere",
}
"""What somebody else is to decide on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAct:
    """A button; ``cost`` is in minor units of ``currency``, 0 where it costs nothing that can be told."""

    anchor: str
    label: str
    address: str
    cost: int
    currency: str


def shown_acts(order_id: str, view: LineView, offers: Offers | None) -> tuple[ShownAct, ...]:
    """The buttons of a line, for whom the page is drawn."""
    return tuple(_shown(order_id, offer) for offer in offers.of(view)) if offers else ()


def escalate_act(order_id: str, view: LineView, asker: Asker | None) -> tuple[ShownAct, ...]:
    """The button by which a line's problem is taken up."""
    line_id = view.line.line_id
    if asker is None or not line_id or not asker.may(Permission.ESCALATE):
        return ()
    address = f"{reverse('order-escalate', args=[order_id])}?{urlencode({'about': f'line:{line_id}'})}"
    return (ShownAct(anchor=anchor("act-escalate", line_id), label="Escalate", address=address, cost=0, currency=""),)


def remedy_act(order_id: str, view: LineView, asker: Asker | None) -> tuple[ShownAct, ...]:
    """The button by which a line's problem is made right in one step."""
    line_id = view.line.line_id
    if asker is None or not line_id or not asker.may(Permission.MAKE_RIGHT):
        return ()
    address = f"{reverse('order-remedy', args=[order_id])}?{urlencode({'about': f'line:{line_id}'})}"
    return (ShownAct(anchor=anchor("act-right", line_id), label="Make it right", address=address, cost=0, currency=""),)


def _shown(order_id: str, offer: Offer) -> ShownAct:
    target = offer.target
    key = target.line_id if offer.kind is CommandKind.RENDER else target.print_job_id
    return ShownAct(
        anchor=anchor(f"act-{offer.kind}", key),
        label=ASK_LABELS[offer.kind] if offer.asks else offer.label,
        address=reverse((ASK_FORMS if offer.asks else FORMS)[offer.kind], args=[order_id, key]),
        cost=target.cost,
        currency=target.currency,
    )
