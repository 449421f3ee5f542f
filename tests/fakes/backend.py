"""The backend's tables in memory: what is written to them comes out of their streams."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from orders.contract.decode import Image
from orders.contract.encode import spell_item
from orders.contract.tables import SOURCE_TABLES
from tests.fakes.streams import FakeStream, FakeStreams
from tests.fakes.wire import Wire

PAGE_OF_ROWS = 200


class FakeBackend:
    """Every source table with its rows, and the stream each is told by now."""

    def __init__(self, service: FakeStreams, shards: int = 1) -> None:
        self.service = service
        self.rows: dict[str, dict[str, Image]] = {table: {} for table in SOURCE_TABLES}
        self.streams: dict[str, FakeStream] = {table: service.switch_on(table, shards) for table in SOURCE_TABLES}

    def put(self, table: str, item: dict[str, Any]) -> None:
        """Write a row of plain values, as tests/streams/backend.py makes them. The same row again is no record."""
        self.write(table, item[SOURCE_TABLES[table].key], spell_item(item))

    def delete(self, table: str, key: str) -> None:
        """Delete a row."""
        self.write(table, key, None)

    def write(self, table: str, key: str, image: Image | None, *, silently: bool = False) -> None:
        """Write or delete a row; ``silently`` where its stream is switched off."""
        rows = self.rows[table]
        old = rows.get(key)
        if old == image:
            return
        if image is None:
            rows.pop(key)
        else:
            rows[key] = image
        if not silently:
            self.streams[table].write(key, _record(SOURCE_TABLES[table].key, key, old, image))

    def switch_again(self, table: str) -> None:
        """Switch a table's stream off and on: a new one, with numbers that begin anew. The old one is closed."""
        old = self.streams[table]
        for shard in list(old.open):
            old.close(shard)
        self.streams[table] = self.service.switch_on(table)

    def client(self, wire: Wire) -> BackendClient:
        """The DynamoDB client of one process."""
        return BackendClient(self, wire)


class BackendClient:
    """The calls of boto3's client that read the source tables."""

    def __init__(self, backend: FakeBackend, wire: Wire) -> None:
        self.backend, self.wire = backend, wire

    def describe_table(self, **asked: str) -> dict[str, Any]:
        table = asked["TableName"]
        told = {"LatestStreamArn": self.backend.streams[table].arn, "ItemCount": len(self.backend.rows[table])}
        return self.wire.call("describe_table", lambda: {"Table": told})

    def scan(self, **asked: Any) -> dict[str, Any]:
        return self.wire.call("scan", lambda: self._page(asked["TableName"], asked.get("ExclusiveStartKey")))

    def batch_get_item(self, **asked: Any) -> dict[str, Any]:
        return self.wire.call("batch_get_item", lambda: {"Responses": self._rows(asked["RequestItems"])})

    def _page(self, table: str, after: dict[str, Any] | None) -> dict[str, Any]:
        attribute, rows = SOURCE_TABLES[table].key, self.backend.rows[table]
        left = sorted(key for key in rows if after is None or key > after[attribute]["S"])
        answer: dict[str, Any] = {"Items": [rows[key] for key in left[:PAGE_OF_ROWS]]}
        if len(left) > PAGE_OF_ROWS:
            answer["LastEvaluatedKey"] = {attribute: {"S": left[PAGE_OF_ROWS - 1]}}
        return answer

    def _rows(self, asked: dict[str, Any]) -> dict[str, list[Image]]:
        return {
            table: [
                self.backend.rows[table][key]
                for key in (wanted[SOURCE_TABLES[table].key]["S"] for wanted in about["Keys"])
                if key in self.backend.rows[table]
            ]
            for table, about in asked.items()
        }


def _record(attribute: str, key: str, old: Image | None, new: Image | None) -> dict[str, Any]:
    """A record of GetRecords, its sequence number still to come."""
    name = "REMOVE" if new is None else "INSERT" if old is None else "MODIFY"
    images = {"OldImage": old, "NewImage": new}
    return {
        "eventName": name,
        "dynamodb": {
            "Keys": {attribute: {"S": key}},
            "ApproximateCreationDateTime": datetime.now(UTC),
            **{name: image for name, image in images.items() if image is not None},
        },
    }
