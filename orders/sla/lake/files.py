"""The lake's files in S3. Data files are written once, under a name of their own, and never change; the manifest alone
is replaced, and only by whoever has seen the one that it replaces.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError
from django.conf import settings

from orders import cloud

OURS = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})
MISSING = frozenset({"NoSuchKey", "404"})
OVERTAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})


class Overtaken(Exception):
    """Somebody else has replaced the file since it was read."""


def create_bucket() -> None:
    """Make the bucket of the lake where there is none: for emulators; on AWS whoever owns the account makes it."""
    place = {"LocationConstraint": settings.AWS_REGION}
    try:
        cloud.s3().create_bucket(Bucket=settings.LAKE_BUCKET, CreateBucketConfiguration=place)
    except ClientError as error:
        if error.response["Error"]["Code"] not in OURS:
            raise


def read(key: str) -> tuple[bytes, str] | None:
    """A file and its ETag; None where there is none."""
    try:
        answer = cloud.s3().get_object(Bucket=settings.LAKE_BUCKET, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return None
        raise
    return answer["Body"].read(), answer["ETag"]


def is_still(key: str, etag: str) -> bool:
    """Whether a file is still the one with this ETag."""
    try:
        return bool(cloud.s3().head_object(Bucket=settings.LAKE_BUCKET, Key=key)["ETag"] == etag)
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return False
        raise


def write(key: str, content: bytes) -> None:
    """A new file, under a name that nobody else uses."""
    cloud.s3().put_object(Bucket=settings.LAKE_BUCKET, Key=key, Body=content)


def replace(key: str, content: bytes, etag: str) -> str:
    """The file's next content where it has this ETag ("": where there is none); its new ETag. Raises Overtaken."""
    condition = {"IfMatch": etag} if etag else {"IfNoneMatch": "*"}
    try:
        return str(cloud.s3().put_object(Bucket=settings.LAKE_BUCKET, Key=key, Body=content, **condition)["ETag"])
    except ClientError as error:
        if error.response["Error"]["Code"] in OVERTAKEN | MISSING:
            raise Overtaken(key) from error
        raise


def listed(prefix: str) -> Iterator[tuple[str, datetime]]:
    """Every file that begins so, and when it was written."""
    pages: Any = cloud.s3().get_paginator("list_objects_v2").paginate(Bucket=settings.LAKE_BUCKET, Prefix=prefix)
    for page in pages:
        for each in page.get("Contents", ()):
            yield each["Key"], each["LastModified"]


def remove(key: str) -> None:
    """Remove a file; removing what is not there is fine."""
    cloud.s3().delete_object(Bucket=settings.LAKE_BUCKET, Key=key)
