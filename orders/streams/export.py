"""Exports of DynamoDB tables in S3: a manifest, its list of data files, and those, gzipped, with one item a line.

The manifest names each data file with its checksum, and the number of items in it; what does not agree is refused.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import islice
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from orders.contract.decode import Image
from orders.contract.tables import SOURCE_TABLES
from orders.projections import payload
from orders.projections.tables import source_name

SUMMARY, FILES = "manifest-summary.json", "manifest-files.json"
ITEMS_TOGETHER = 1_000


class Unusable(Exception):
    """This is no export that can be read; the message says why."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of an export: its key, the base64 MD5 of its bytes, and its number of items."""

    key: str
    md5: str
    items: int


@dataclass(frozen=True, slots=True)
class Export:
    """The full export of one table as it was at ``time``."""

    s3: Any
    bucket: str
    table: str
    time: datetime
    files: dict[str, DataFile]

    @property
    def rows(self) -> int:
        """How many items the manifest counts."""
        return sum(file.items for file in self.files.values())

    def pages(self, name: str, key: str) -> Iterator[list[tuple[str, Image]]]:
        """The items of a file with their keys. Raises Unusable where the file is not what the manifest says."""
        file, found = self.files[name], 0
        content = _read(self.s3, self.bucket, file.key)
        if _md5(content) != file.md5:
            raise Unusable(f"{file.key}: the checksum is not that of the manifest")
        with gzip.open(BytesIO(content)) as lines:
            while page := [_item(line) for line in islice(lines, ITEMS_TOGETHER)]:
                found += len(page)
                yield [(item[key]["S"], item) for item in page]
        if found != file.items:
            raise Unusable(f"{file.key}: {found} items instead of {file.items}")


def exports(s3: Any, url: str) -> dict[str, Export]:
    """The newest export of each source table under ``s3://bucket/prefix``. Raises Unusable."""
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc:
        raise Unusable(f"{url}: not of the form s3://bucket/prefix")
    tables = {source_name(table): table for table in SOURCE_TABLES}
    found: dict[str, Export] = {}
    for key in _summaries(s3, parts.netloc, parts.path.lstrip("/")):
        export = _export(s3, parts.netloc, key)
        table = tables.get(export.table)
        if table is not None and (table not in found or found[table].time < export.time):
            found[table] = export
    missing = [name for name, table in tables.items() if table not in found]
    if missing:
        raise Unusable(f"{url}: no export of {', '.join(missing)}")
    return found


def _summaries(s3: Any, bucket: str, prefix: str) -> Iterator[str]:
    try:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            yield from (entry["Key"] for entry in page.get("Contents", ()) if entry["Key"].endswith(f"/{SUMMARY}"))
    except ClientError as error:
        raise Unusable(f"s3://{bucket}/{prefix}: {error.response['Error']['Code']}") from error


def _export(s3: Any, bucket: str, key: str) -> Export:
    about = json.loads(_checked(s3, bucket, key))
    if about.get("outputFormat") != "DYNAMODB_JSON" or about.get("exportType", "FULL_EXPORT") != "FULL_EXPORT":
        raise Unusable(f"{key}: only a full export as DynamoDB JSON can be read")
    folder = key.removesuffix(SUMMARY)  # where it was copied to, whatever its keys say
    listed = [json.loads(line) for line in _checked(s3, bucket, f"{folder}{FILES}").splitlines() if line.strip()]
    named = {PurePosixPath(file["dataFileS3Key"]).name: file for file in listed}
    files = {
        name: DataFile(f"{folder}data/{name}", file["md5Checksum"], file["itemCount"]) for name, file in named.items()
    }
    table = about["tableArn"].rpartition("/")[2]
    return Export(s3, bucket, table, datetime.fromisoformat(about["exportTime"]), files)


def _checked(s3: Any, bucket: str, key: str) -> bytes:
    """A manifest, which agrees with the checksum beside it. Raises Unusable."""
    content = _read(s3, bucket, key)
    for ending in (".checksum", ".md5"):
        stated = _read(s3, bucket, key.removesuffix(".json") + ending, missing=b"")
        if stated and stated.decode().strip() != _md5(content):
            raise Unusable(f"{key}: the checksum is another")
    return content


def _read(s3: Any, bucket: str, key: str, missing: bytes | None = None) -> bytes:
    try:
        return bytes(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("NoSuchKey", "404") or missing is None:
            raise Unusable(f"s3://{bucket}/{key}: {error.response['Error']['Code']}") from error
        return missing


def _item(line: bytes) -> Image:
    """Binary values are base64 text in an export."""
    return payload.image_values(json.loads(line)["Item"])


def _md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
