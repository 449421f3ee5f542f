"""Anchors of the audit in S3, under a retention that even their owner cannot shorten: what a cut end is measured by.

Each is one empty object, named by its number and hash. The bucket needs Object Lock, and is best another account's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from botocore.exceptions import ClientError
from django.conf import settings
from django.db.models.functions import Now

from orders import cloud
from support.audit.chain import BEGINNING, Anchor, newest
from support.audit.models import KeptAnchor

PREFIX: Final = "audit-anchors/"
DIGITS: Final = 15


def keep() -> Anchor | None:
    """Put the end of the chain into the bucket, unless it is there, and remember when; None while there is no event."""
    anchor = newest()
    if anchor is None:
        return None
    until = datetime.now(UTC) + timedelta(days=settings.AUDIT_RETENTION_DAYS)
    try:
        cloud.s3().put_object(
            Bucket=settings.AUDIT_BUCKET,
            Key=f"{PREFIX}{anchor.number:0{DIGITS}d}-{anchor.hash}",
            Body=b"",
            IfNoneMatch="*",
            ObjectLockMode="COMPLIANCE",
            ObjectLockRetainUntilDate=until,
            ChecksumAlgorithm="SHA256",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "PreconditionFailed":
            raise
    KeptAnchor.objects.update_or_create(number=anchor.number, defaults={"hash": anchor.hash, "at": Now()})
    return anchor


def kept() -> Iterator[Anchor]:
    """Every anchor in the bucket, oldest first. What is no anchor there is left alone."""
    pages = cloud.s3().get_paginator("list_objects_v2").paginate(Bucket=settings.AUDIT_BUCKET, Prefix=PREFIX)
    for page in pages:
        for found in page.get("Contents", ()):
            number, _, digest = found["Key"].removeprefix(PREFIX).partition("-")
            if number.isdecimal() and len(digest) == len(BEGINNING):
                yield Anchor(int(number), digest)
