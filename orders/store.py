"""Reading and writing projection rows: the only place that calls DynamoDB for them.

A row is a flat dict of text, whole numbers, bytes and flags with its key in ``pk`` and ``sk``.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from orders import cloud
from orders.alias import live
from orders.refusals import is_conflict, is_refusal
from orders.spelling import Value, read, spell

Row = dict[str, Any]
Key = tuple[str, str]

MAX_BATCH_GET = 100
MAX_BATCH_PUT = 25
MAX_TRANSACTION = 100

LONGEST_PAUSE = 0.2
"""Seconds before a batch's unprocessed rest is sent again."""


class Conflict(Exception):
    """A condition did not hold, as somebody else wrote first; or DynamoDB was too busy for a transaction. To be looked
    at again, and repeated.
    """


class Refused(Exception):
    """DynamoDB will never take these rows: one is too long, or says what it cannot hold."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one Query and the key to go on after, None at the end."""

    rows: list[Row]
    after: Key | None


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the row being written, e.g. ``Condition("ver = :ver", {":ver": 3})``."""

    expression: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Put:
    """Write a whole row, if its condition holds."""

    row: Row
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove a row; removing what is not there is fine."""

    key: Key


Write = Put | Delete


class Store:
    """One projection table."""

    def __init__(self, table: str, client: Any) -> None:
        self.table = table
        self.client = client

    def query(
        self,
        pk: str,
        *,
        prefix: str = "",
        through: str = "",
        limit: int | None = None,
        forward: bool = True,
        after: Key | None = None,
        consistent: bool = False,
    ) -> Page:
        """One Query of a partition: up to ``limit`` rows (or 1 MB) whose sk starts with ``prefix``, or is at
        most ``through``.
        """
        narrowing, bound = " AND begins_with(sk, :sk)" if prefix else " AND sk <= :sk", prefix or through
        arguments: dict[str, Any] = {
            "TableName": self.table,
            "KeyConditionExpression": "pk = :pk" + (narrowing if bound else ""),
            "ExpressionAttributeValues": {":pk": {"S": pk}} | ({":sk": {"S": bound}} if bound else {}),
            "ScanIndexForward": forward,
            "ConsistentRead": consistent,
        }
        if limit is not None:
            arguments["Limit"] = limit
        if after is not None:
            arguments["ExclusiveStartKey"] = _spell_key(after)
        answer = self.client.query(**arguments)
        last = answer.get("LastEvaluatedKey")
        return Page([read(item) for item in answer["Items"]], (last["pk"]["S"], last["sk"]["S"]) if last else None)

    def query_all(self, pk: str, *, prefix: str = "", through: str = "", consistent: bool = False) -> list[Row]:
        """Every row of a partition (or of a part of it); one Query a megabyte."""
        page = self.query(pk, prefix=prefix, through=through, consistent=consistent)
        rows = page.rows
        while page.after is not None:
            page = self.query(pk, prefix=prefix, through=through, consistent=consistent, after=page.after)
            rows += page.rows
        return rows

    def get(self, key: Key, *, consistent: bool = True) -> Row | None:
        """One row, or None."""
        answer = self.client.get_item(TableName=self.table, Key=_spell_key(key), ConsistentRead=consistent)
        item = answer.get("Item")
        return read(item) if item else None

    def get_many(self, keys: Sequence[Key], *, consistent: bool = False, only: Sequence[str] = ()) -> dict[Key, Row]:
        """The rows that exist of at most 100 keys, by key, or ``only`` some attributes of them; repeats what DynamoDB
        left unprocessed.
        """
        if len(keys) > MAX_BATCH_GET:
            raise ValueError(f"{len(keys)} keys in one batch read, at most {MAX_BATCH_GET}")
        found: dict[Key, Row] = {}
        asked: dict[str, Any] = {"ConsistentRead": consistent}
        if only:
            asked["ProjectionExpression"] = ", ".join(only)
        wanted = [_spell_key(key) for key in dict.fromkeys(keys)]
        while wanted:
            answer = self.client.batch_get_item(RequestItems={self.table: {"Keys": wanted, **asked}})
            for item in answer["Responses"].get(self.table, ()):
                row = read(item)
                found[row["pk"], row["sk"]] = row
            wanted = answer.get("UnprocessedKeys", {}).get(self.table, {}).get("Keys", [])
            _pause_if(wanted)
        return found

    def put(self, row: Row, condition: Condition | None = None) -> None:
        """Write one row. Raises Conflict where its condition does not hold."""
        _unless_conflict(self.client.put_item, self._put(Put(row, condition)))

    def put_many(self, rows: Sequence[Row]) -> None:
        """Write rows without conditions, 25 a call; repeats what DynamoDB left unprocessed."""
        for start in range(0, len(rows), MAX_BATCH_PUT):
            some = [{"PutRequest": {"Item": spell(row)}} for row in rows[start : start + MAX_BATCH_PUT]]
            left = {self.table: some}
            while left:
                left = self.client.batch_write_item(RequestItems=left).get("UnprocessedItems", {})
                _pause_if(left)

    def update(
        self,
        key: Key,
        *,
        put: Mapping[str, Value] | None = None,
        add: Mapping[str, int] | None = None,
        remove: Sequence[str] = (),
        condition: Condition | None = None,
    ) -> Row:
        """Change some attributes of a row and leave the others; the row afterwards. Raises Conflict."""
        names: dict[str, str] = {}
        values: dict[str, Value] = {}
        clauses = [
            _clause("SET", " = ", put or {}, names, values),
            _clause("ADD", " ", add or {}, names, values),
            _clause("REMOVE", "", dict.fromkeys(remove, ""), names, None),
        ]
        arguments: dict[str, Any] = {
            "TableName": self.table,
            "Key": _spell_key(key),
            "UpdateExpression": " ".join(clause for clause in clauses if clause),
            "ExpressionAttributeNames": names,
            "ReturnValues": "ALL_NEW",
        }
        if condition is not None:
            arguments["ConditionExpression"] = condition.expression
            values.update(condition.values)
        if values:
            arguments["ExpressionAttributeValues"] = spell(values)
        return read(_unless_conflict(self.client.update_item, arguments)["Attributes"])

    def delete(self, key: Key, condition: Condition | None = None) -> None:
        """Remove one row, if it is there. Raises Conflict where its condition does not hold."""
        arguments: dict[str, Any] = {"TableName": self.table, "Key": _spell_key(key)}
        if condition is not None:
            arguments["ConditionExpression"] = condition.expression
            arguments["ExpressionAttributeValues"] = spell(condition.values)
        _unless_conflict(self.client.delete_item, arguments)

    def transact(self, writes: Sequence[Write]) -> None:
        """Write all or nothing, at most 100 rows. Raises Conflict where a condition, another writer or a throttle
        stopped it, and Refused where no repeating helps.
        """
        if len(writes) > MAX_TRANSACTION:
            raise Refused(f"{len(writes)} writes in one transaction, at most {MAX_TRANSACTION}")
        try:
            self.client.transact_write_items(TransactItems=[self._action(write) for write in writes])
        except ClientError as error:
            if is_conflict(error):
                raise Conflict from error
            if is_refusal(error):
                raise Refused(error.response["Error"]["Message"]) from error
            raise

    def scan(self, *, segment: int = 0, segments: int = 1, consistent: bool = False) -> Iterable[Row]:
        """Every row of the table, or of one segment of it: for audits and digests, never for a page."""
        arguments: dict[str, Any] = {
            "TableName": self.table,
            "Segment": segment,
            "TotalSegments": segments,
            "ConsistentRead": consistent,
        }
        while True:
            answer = self.client.scan(**arguments)
            yield from (read(item) for item in answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _action(self, write: Write) -> dict[str, Any]:
        match write:
            case Put():
                return {"Put": self._put(write)}
            case Delete():
                return {"Delete": {"TableName": self.table, "Key": _spell_key(write.key)}}

    def _put(self, write: Put) -> dict[str, Any]:
        arguments: dict[str, Any] = {"TableName": self.table, "Item": spell(write.row)}
        if write.condition is not None:
            arguments["ConditionExpression"] = write.condition.expression
            if write.condition.values:
                arguments["ExpressionAttributeValues"] = spell(write.condition.values)
        return arguments


def live_store() -> Store:
    """The projection that pages read and the pump keeps up to date."""
    return Store(live.table(), cloud.dynamodb())


def _spell_key(key: Key) -> dict[str, dict[str, str]]:
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}


def _pause_if(left: Sized) -> None:
    """What DynamoDB leaves unprocessed it is too busy for: asked for again at once, it would stay so."""
    if left:
        time.sleep(random.uniform(0, LONGEST_PAUSE))  # noqa: S311  spread, not secret


def _unless_conflict(call: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    try:
        return call(**arguments)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            raise Conflict from error
        raise


def _clause(
    verb: str, joint: str, attributes: Mapping[str, Value], names: dict[str, str], values: dict[str, Value] | None
) -> str:
    """``SET #set0 = :set0, …``: every name through a placeholder, as many of ours are reserved words."""
    terms = []
    for number, (name, value) in enumerate(attributes.items()):
        mark = f"{verb.lower()}{number}"
        names[f"#{mark}"] = name
        terms.append(f"#{mark}" if values is None else f"#{mark}{joint}:{mark}")
        if values is not None:
            values[f":{mark}"] = value
    return f"{verb} {', '.join(terms)}" if terms else ""
