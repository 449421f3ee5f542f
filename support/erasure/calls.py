"""Words and photos in calls to and from printers about one customer's orders."""

from __future__ import annotations

from collections.abc import Collection

from support.printer_api.models import CallState, PrinterCall
from support.webhooks.models import Webhook

ERASED = "Its customer was erased before it was said."


def forget_calls(orders: Collection[str]) -> int:
    """Take the bytes out of them; what was not said yet is said no more. How many there were."""
    theirs = PrinterCall.objects.filter(escalation__order_id__in=orders)
    unsaid = theirs.filter(state__in=(CallState.WAITING, CallState.SENDING))
    unsaid.update(state=CallState.GIVEN_UP, trouble=ERASED, claimed_until=None)
    said = theirs.exclude(body=b"").update(body=b"")
    return said + Webhook.objects.filter(escalation__order_id__in=orders).exclude(body=b"").update(body=b"")
