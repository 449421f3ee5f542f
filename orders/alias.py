"""Which table pages read: the name of the live projection, as a row of the control table says.

A process asks for it at most once in ALIAS_SECONDS, so a page costs no call of its own for it. For that long after
a switch some processes read the one table and some the other: both are kept up to date.
"""

from __future__ import annotations

import logging
import time

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from orders import cloud
from orders.refusals import name_of

ALIAS = ("PROJECTION", "ALIAS")
"""Of the control table; ``orders/projections/standing.py`` writes it. No such row: the first table is live."""

log = logging.getLogger(__name__)


class Alias:
    """The name as this process knows it."""

    def __init__(self) -> None:
        self._table = ""
        self._asked = 0.0

    def table(self) -> str:
        """The live projection's table. Where DynamoDB does not answer, the name that was known before."""
        if not self._table:
            return self.look()
        if time.monotonic() - self._asked >= settings.ALIAS_SECONDS:
            self._asked = time.monotonic()  # other threads go on with what is known
            try:
                self.look()
            except (BotoCoreError, ClientError) as error:
                log.warning("the live projection's name was not read", extra={"error": name_of(error)})
        return self._table

    def look(self) -> str:
        """Ask for the name now."""
        pk, sk = ALIAS
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        answer = cloud.dynamodb().get_item(TableName=settings.CONTROL_TABLE, Key=key, ConsistentRead=True)
        return self.told(answer["Item"]["live"]["S"] if "Item" in answer else settings.PROJECTION_TABLE)

    def told(self, table: str) -> str:
        """Take note of the name that somebody has just read."""
        self._table = table
        self._asked = time.monotonic()
        return table

    def forget(self) -> None:
        """Know nothing, as on the first day: for tests that empty the tables."""
        self._table = ""


live = Alias()
"""This process's own."""
