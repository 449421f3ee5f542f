"""A look into everything that the product keeps, for words that must not be there."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from redis import Redis

from orders import cloud
from orders.projections import payload

Place = str


def places(words: Iterable[str]) -> dict[str, set[Place]]:
    """Where each word stands, in any case, packed or not; words that stand nowhere are not there."""
    found: dict[str, set[Place]] = {}
    wanted = {word: word.casefold() for word in words}
    for place, content in everything():
        for word, spelt in wanted.items():
            if spelt in content:
                found.setdefault(word, set()).add(place)
    return found


def everything() -> Iterator[tuple[Place, str]]:
    """Every row, object and key, with its text in lower case."""
    for place, text in (*_sql(), *_dynamodb(), *_redis(), *_s3()):
        yield place, text.casefold()


def _sql() -> Iterator[tuple[Place, str]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT row::text FROM "{table}" AS row')  # noqa: S608 names of our own tables
            for (text,) in cursor.fetchall():
                yield f"sql {table}", _with_bytes(text)


def _with_bytes(text: str) -> str:
    """A row's text, and its columns of bytes as text."""
    return text + "".join(
        bytes.fromhex(each).decode("utf-8", "replace") for each in re.findall(r"\\x([0-9a-f]+)", text)
    )


def _dynamodb() -> Iterator[tuple[Place, str]]:
    client = cloud.dynamodb()
    for table in client.list_tables()["TableNames"]:
        for page in client.get_paginator("scan").paginate(TableName=table):
            for item in page["Items"]:
                yield f"dynamodb {table} {_kind(item)}", " ".join(_texts(item))


def _kind(item: dict[str, Any]) -> str:
    """Of which kind a row of a projection is: O J, N, QUARANTINE."""
    pk, sk = (item.get(name, {}).get("S", "").partition("#")[0] for name in ("pk", "sk"))
    return f"{pk} {sk}" if pk in ("C", "K", "O") else pk


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield str(name)
            yield from _texts(item)
    elif isinstance(value, list | tuple | set):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, bytes | bytearray):
        yield bytes(value).decode("utf-8", "replace")
        with suppress(Exception):
            yield from _texts(payload.unpack(bytes(value)))
    else:
        yield str(value)
        if isinstance(value, str) and len(value) > 8:  # bytes within JSON are base64
            with suppress(ValueError):
                yield base64.b64decode(value, validate=True).decode("utf-8", "replace")


def _redis() -> Iterator[tuple[Place, str]]:
    client = Redis.from_url(settings.REDIS_URL)
    for key in client.scan_iter():
        held = {b"string": client.get, b"list": lambda key: client.lrange(key, 0, -1), b"hash": client.hgetall}
        kept = held.get(client.type(key), lambda _: b"")(key)  # type: ignore[arg-type]
        yield "redis", " ".join(_texts([key, kept]))
    assert cache.get("never") is None


def _s3() -> Iterator[tuple[Place, str]]:
    client = cloud.s3()
    for bucket in client.list_buckets()["Buckets"]:
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket["Name"]):
            for found in page.get("Contents", ()):
                body = client.get_object(Bucket=bucket["Name"], Key=found["Key"])["Body"].read()
                yield f"s3 {bucket['Name']}", " ".join(_texts([found["Key"], body]))
