"""Writing the source tables, for whoever plays the backend: change logs, the demo, tests. The dashboard never does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from botocore.exceptions import ClientError

from orders.contract.changelog import LoggedChange

BATCH = 25


class Writer:
    """Writes changes in batches, keeping the order of each row's changes. Use ``flush`` at the end.

    ``refused`` collects the changes that DynamoDB would not take, with its reason.
    """

    def __init__(self, client: Any, prefix: str) -> None:
        self.client = client
        self.prefix = prefix
        self.written = 0
        self.refused: list[tuple[LoggedChange, str]] = []
        self._waiting: dict[tuple[str, str], LoggedChange] = {}

    def write(self, change: LoggedChange) -> None:
        """Take a change; it is written when its batch is full, or its row comes again."""
        row = (change.table.name, change.key)
        if row in self._waiting or len(self._waiting) >= BATCH:
            self.flush()
        self._waiting[row] = change

    def flush(self) -> None:
        """Write what waits."""
        batch = list(self._waiting.values())
        self._waiting = {}
        if not batch:
            return
        try:
            self._send(batch)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ValidationException":
                raise
            self._refuse(batch, error)

    def _refuse(self, batch: list[LoggedChange], error: ClientError) -> None:
        """One bad row spoils its batch: find it, and write the others."""
        if len(batch) == 1:
            self.refused.append((batch[0], error.response["Error"]["Message"]))
            return
        for change in batch:
            try:
                self._send([change])
            except ClientError as own:
                if own.response["Error"]["Code"] != "ValidationException":
                    raise
                self.refused.append((change, own.response["Error"]["Message"]))

    def _send(self, batch: list[LoggedChange]) -> None:
        left = self._requests(batch)
        while left:
            left = self.client.batch_write_item(RequestItems=left).get("UnprocessedItems", {})
        self.written += len(batch)

    def _requests(self, batch: Iterable[LoggedChange]) -> dict[str, list[dict[str, Any]]]:
        requests: dict[str, list[dict[str, Any]]] = {}
        for change in batch:
            request = (
                {"PutRequest": {"Item": change.item}}
                if change.item is not None
                else {"DeleteRequest": {"Key": {change.table.key: {"S": change.key}}}}
            )
            requests.setdefault(f"{self.prefix}{change.table.name}", []).append(request)
        return requests
