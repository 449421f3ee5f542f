"""A rebuild from exports in S3 equals one from a scan; what is damaged is refused."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from typing import Any

import pytest
from django.core.management import CommandError

from orders import cloud
from orders.contract.tables import SOURCE_TABLES
from orders.streams.engine import Engine
from tests.rebuild.rebuilding import command, same_content
from tests.streams import backend

BUCKET = "exports"
URL = f"s3://{BUCKET}/nightly"


def put(key: str, content: bytes) -> str:
    """Store a file; its checksum."""
    cloud.s3().put_object(Bucket=BUCKET, Key=key, Body=content)
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


def export(table: str, time: str = "2026-11-23T01:00:00.000Z") -> str:
    """Write what DynamoDB writes for an export of a table, in two data files; the folder."""
    folder = f"nightly/AWSDynamoDB/{time[:10]}-{table}/"
    items = cloud.dynamodb().scan(TableName=table)["Items"]
    files = [data_file(f"{folder}data/{n}.json.gz", part) for n, part in enumerate((items[::2], items[1::2]))]
    listed = "\n".join(json.dumps(file) for file in files).encode()
    put(f"{folder}manifest-files.checksum", put(f"{folder}manifest-files.json", listed).encode())
    summary = {
        "version": "2023-08-01",
        "tableArn": f"arn:aws:dynamodb:eu-central-1:111111111111:table/{table}",
        "exportTime": time,
        "manifestFilesS3Key": f"{folder}manifest-files.json",
        "itemCount": len(items),
        "outputFormat": "DYNAMODB_JSON",
    }
    put(
        f"{folder}manifest-summary.checksum",
        put(f"{folder}manifest-summary.json", json.dumps(summary).encode()).encode(),
    )
    return folder


def data_file(key: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    lines = "".join(json.dumps({"Item": item}, default=spell, ensure_ascii=False) + "\n" for item in items)
    md5 = put(key, gzip.compress(lines.encode()))
    return {"itemCount": len(items), "md5Checksum": md5, "etag": "x", "dataFileS3Key": key}


def spell(value: bytes) -> str:
    return base64.b64encode(value).decode()


@pytest.fixture
def exported(engine: Engine) -> Engine:
    """An export of every table, in which one row is old by now; a line separator is no end of a line."""
    cloud.s3().create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    backend.put("users", backend.user("u2", name="Line\u2028Separator"))
    for table in SOURCE_TABLES:
        export(table)
    backend.put("orders", backend.order(state="shipped"))
    backend.delete("shipments", "s1")
    engine.pump().drain()
    return engine


def test_an_export_gives_what_a_scan_gives(exported: Engine, pumped: Engine) -> None:
    command("start", "--export", URL)
    assert same_content()


def test_a_damaged_file_is_refused(exported: Engine, pumped: Engine) -> None:
    folder = export("orders", "2026-11-23T02:00:00.000Z")
    put(f"{folder}data/0.json.gz", gzip.compress(b'{"Item":{"order_id":{"S":"o9"}}}\n'))
    with pytest.raises(CommandError, match="the checksum is not that of the manifest"):
        command("start", "--export", URL)


def test_a_damaged_manifest_is_refused(exported: Engine) -> None:
    folder = export("orders", "2026-11-23T02:00:00.000Z")
    put(f"{folder}manifest-files.json", b"{}")
    with pytest.raises(CommandError, match="the checksum is another"):
        command("start", "--export", URL)


@pytest.mark.parametrize(
    ("url", "why"),
    [("s3://exports/none", "no export of"), ("http://exports/", "not of the form"), ("s3://gone/x", "NoSuchBucket")],
)
def test_a_place_without_exports_is_refused(exported: Engine, url: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        command("start", "--export", url)
