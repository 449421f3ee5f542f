"""What is ours in S3: the audit's anchors and reports' facts, which tell of nobody. Pictures are the backend's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.conf import LazySettings
from django.db import transaction

import support
from orders import cloud as clouds
from orders.sla.columns import COLUMNS
from support.audit import anchors
from support.audit.record import Actor, Target, record
from support.audit.types import EXPORTED
from support.personal import PERSONAL, Rule
from tests.erasure.conftest import ORDER, USER

ROOT: Final = Path(support.__file__).parent.parent
WRITING: Final = re.compile(
    r"put_object\b|upload_(file|fileobj|part)\b|copy_object\b|create_multipart_upload|generate_presigned_post"
)
"""Every call of a client that puts something into a bucket, or lets a browser do so."""

WRITERS: Final = {
    "support/audit/anchors.py": "AUDIT_BUCKET",
    "orders/sla/lake/files.py": "LAKE_BUCKET",
    "support/report_runs/run.py": "LAKE_BUCKET",
    "support/evidence/bucket.py": "EVIDENCE_BUCKET",
}
"""Who writes, and where. What holds anything of a customer is to be erased with them (docs/decisions/erasure.md)."""

BUCKET: Final = "anchors-of-the-erased"


def writers() -> Iterator[str]:
    """The product's files that put something into a bucket."""
    for folder in ("orders", "support", "dashboard", "infra"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if WRITING.search(path.read_text(encoding="utf-8")):
                yield path.relative_to(ROOT).as_posix()


def test_nobody_else_writes_a_bucket() -> None:
    assert set(writers()) == WRITERS.keys()
    for path, bucket in WRITERS.items():
        assert set(re.findall(r"Bucket=settings\.(\w+)", (ROOT / path).read_text(encoding="utf-8"))) == {bucket}


def test_the_lake_has_no_column_that_tells_who() -> None:
    rules = ((path.rpartition(".")[2], rule) for fields in PERSONAL.values() for path, rule in fields.items())
    masked = {name for name, rule in rules if rule not in (Rule.SHOWN, Rule.TEXT)}
    assert {"name", "email", "phone", "line1", "postcode", "city", "title"} <= masked
    assert masked.isdisjoint(COLUMNS)
    assert "user_id" not in COLUMNS


@pytest.mark.django_db
def test_an_anchor_tells_of_nobody(cloud: str, settings: LazySettings) -> None:
    settings.AUDIT_BUCKET = BUCKET
    clouds.s3().create_bucket(
        Bucket=BUCKET,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
        ObjectLockEnabledForBucket=True,
    )
    with transaction.atomic():
        about = Target("customer", USER, ORDER)
        record(Actor.shell("test"), EXPORTED, about, reason="Zerlina", details={"format": "CSV", "count": 1})
    anchor = anchors.keep()
    assert anchor is not None
    (kept,) = clouds.s3().list_objects_v2(Bucket=BUCKET)["Contents"]
    assert (kept["Key"], kept["Size"]) == (f"audit-anchors/{anchor.number:015d}-{anchor.hash}", 0)
    assert clouds.s3().head_object(Bucket=BUCKET, Key=kept["Key"])["Metadata"] == {}
