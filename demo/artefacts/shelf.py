"""The artefacts' bucket."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError
from django.conf import settings

from demo.artefacts.objects import Artefact
from orders import cloud

OURS_ALREADY = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})


def create_bucket() -> None:
    """Make the bucket, unless it is there."""
    place = {"LocationConstraint": settings.AWS_REGION}
    try:
        cloud.s3().create_bucket(Bucket=settings.ARTEFACTS_BUCKET, CreateBucketConfiguration=place)
    except ClientError as error:
        if error.response["Error"]["Code"] not in OURS_ALREADY:
            raise


def keys() -> set[str]:
    """Of everything that lies in the bucket."""
    pages = cloud.s3().get_paginator("list_objects_v2").paginate(Bucket=settings.ARTEFACTS_BUCKET)
    return {str(found["Key"]) for page in pages for found in page.get("Contents", ())}


def put(artefact: Artefact) -> None:
    """Draw a file and put it into the bucket."""
    file: dict[str, Any] = {"Body": artefact.draw(), "ContentType": artefact.content_type}
    cloud.s3().put_object(Bucket=settings.ARTEFACTS_BUCKET, Key=artefact.key, **file)
