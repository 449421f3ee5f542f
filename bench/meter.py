"""What a client's calls cost: round trips by kind, and capacity units by DynamoDB's documented rules.

A write takes one unit for each KB begun of the item, in a transaction two; a read one for each 4 KB begun if it is
consistent, else half of one. An item that is replaced or removed is taken to be as long as what is known of it here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

WRITE_BYTES, READ_BYTES = 1_024, 4_096
OVERHEAD = 3

Item = Mapping[str, Mapping[str, Any]]


class Meter:
    """Counts what a DynamoDB client is asked while it is ``on``."""

    def __init__(self, client: Any) -> None:
        self.on = False
        self.calls: Counter[str] = Counter()
        self.written = 0.0
        self.read = 0.0
        client.meta.events.register("provide-client-params.dynamodb", self._asked)
        client.meta.events.register("after-call.dynamodb", self._answered)

    def _asked(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        if not self.on:
            return
        self.calls[model.name] += 1
        match model.name:
            case "PutItem":
                self.written += _write(params["Item"])
            case "BatchWriteItem":
                for requests in params["RequestItems"].values():
                    self.written += sum(_write(request.get("PutRequest", {}).get("Item", {})) for request in requests)
            case "TransactWriteItems":
                self.written += 2 * sum(_write(item.get("Put", {}).get("Item", {})) for item in params["TransactItems"])
            case "DeleteItem" | "UpdateItem":
                self.written += 1

    def _answered(self, parsed: Mapping[str, Any], model: Any, **_: Any) -> None:
        if not self.on:
            return
        match model.name:
            case "Query" | "Scan":
                self.read += _read([sum(map(size, parsed.get("Items", ())))])
            case "GetItem":
                self.read += _read([size(parsed.get("Item", {}))])
            case "BatchGetItem":
                self.read += sum(_read(map(size, items)) for items in parsed.get("Responses", {}).values())


def _write(item: Item) -> int:
    return max(1, math.ceil(size(item) / WRITE_BYTES))


def _read(sizes: Iterable[int]) -> float:
    """Consistent, as every read of the pump is."""
    return sum(max(1, math.ceil(each / READ_BYTES)) for each in sizes)


def size(item: Item) -> int:
    """Bytes of an item as DynamoDB counts them: names and values."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: Mapping[str, Any]) -> int:
    kind, content = next(iter(value.items()))
    match kind:
        case "S":
            return len(content.encode("utf-8", "surrogatepass"))
        case "B":
            return len(content)
        case "N":
            return len(content) // 2 + 2
        case "M":
            return OVERHEAD + len(content) + size(content)
        case "L":
            return OVERHEAD + len(content) + sum(map(_value, content))
        case _:
            return 1
