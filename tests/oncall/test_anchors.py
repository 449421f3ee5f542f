"""The audit's anchors in S3: written once, not to be removed, and what shows a cut end."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from botocore.exceptions import ClientError
from django.core.management import CommandError, call_command
from django.test import override_settings

from orders import cloud as clouds
from support import tasks
from support.audit import anchors
from support.audit.chain import newest
from tests.oncall.test_audit import tamper, write

pytestmark = pytest.mark.django_db
BUCKET = "audit-of-the-tests"


@pytest.fixture(autouse=True)
def _bucket(cloud: str) -> Iterator[None]:
    """A bucket with Object Lock, as in production."""
    clouds.s3().create_bucket(
        Bucket=BUCKET,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
        ObjectLockEnabledForBucket=True,
    )
    with override_settings(AUDIT_BUCKET=BUCKET):
        yield


def test_the_end_is_kept_once() -> None:
    tasks.anchor_audit()
    assert list(anchors.kept()) == []
    write(2)
    tasks.anchor_audit()
    tasks.anchor_audit()
    write()
    tasks.anchor_audit()
    assert [anchor.number for anchor in anchors.kept()] == [2, 3]
    assert list(anchors.kept())[-1] == newest()


def test_an_anchor_cannot_be_removed() -> None:
    write()
    tasks.anchor_audit()
    found = clouds.s3().list_object_versions(Bucket=BUCKET)["Versions"][0]
    lock = clouds.s3().get_object_retention(Bucket=BUCKET, Key=found["Key"])["Retention"]
    assert lock["Mode"] == "COMPLIANCE"
    with pytest.raises(ClientError):
        clouds.s3().delete_object(Bucket=BUCKET, Key=found["Key"], VersionId=found["VersionId"])


def test_the_command_finds_a_cut_end_by_itself() -> None:
    write(3)
    tasks.anchor_audit()
    out = StringIO()
    call_command("verify_audit", stdout=out)
    tamper("DELETE FROM support_auditevent WHERE number = 3")
    with pytest.raises(CommandError):
        call_command("verify_audit", stderr=out)
    assert "event 3 was anchored and is missing: the end was cut off" in out.getvalue()


@override_settings(AUDIT_BUCKET="")
def test_without_a_bucket_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    monkeypatch.setattr("support.audit.anchors.cloud.s3", None)
    tasks.anchor_audit()
    call_command("verify_audit", stdout=StringIO())
