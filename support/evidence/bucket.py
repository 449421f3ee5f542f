"""The bucket of evidence. What comes lies under ``incoming/`` until it is checked, or for a day; what is kept is
written by us under ``kept/``. Every key is made of ids of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import ClientError
from django.conf import settings

from orders import cloud

OURS: Final = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})
MISSING: Final = frozenset({"NoSuchKey", "NoSuchBucket", "404"})
FORM_SECONDS: Final = 600
"""For how long a browser may begin to send a file."""

LINK_SECONDS: Final = 60
"""For how long a link opens a picture."""

UNKNOWN: Final = "application/octet-stream"
"""What comes is nothing that a browser would show, whatever it says it is."""

AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Form:
    """What a browser sends a file with: to ``url``, ``fields`` first, the file as ``file`` at the end."""

    url: str
    fields: dict[str, str]


def create_bucket() -> None:
    """Make the bucket where there is none: for emulators; on AWS ``infra/evidence.yaml`` makes it."""
    place = {"LocationConstraint": settings.AWS_REGION}
    try:
        cloud.s3().create_bucket(Bucket=settings.EVIDENCE_BUCKET, CreateBucketConfiguration=place)
    except ClientError as error:
        if error.response["Error"]["Code"] not in OURS:
            raise
    ways = {"AllowedOrigins": [settings.PUBLIC_URL], "AllowedMethods": ["POST"], "AllowedHeaders": ["*"]}
    cloud.s3().put_bucket_cors(Bucket=settings.EVIDENCE_BUCKET, CORSConfiguration={"CORSRules": [ways]})


def incoming(escalation_id: str, evidence_id: str) -> str:
    """Where a file comes to."""
    return f"incoming/{escalation_id}/{evidence_id}"


def kept(escalation_id: str, evidence_id: str, digest: str, part: str) -> str:
    """Where a ``part`` ("picture", "small", "blurred") of what was in a file is kept. The digest of what came is in it,
    so that a file that is sent again over the first changes nothing that was checked.
    """
    return f"kept/{escalation_id}/{evidence_id}/{digest[:16]}/{part}"


def form(key: str, back: str = "") -> Form:
    """A form for one file under this key and of no more than EVIDENCE_BYTES, sent within ten minutes. ``back`` is where
    a browser without scripts is led afterwards.
    """
    more = {"success_action_redirect": back} if back else {"success_action_status": "204"}
    fields = {"Content-Type": UNKNOWN, **more}
    sizes = ["content-length-range", 1, settings.EVIDENCE_BYTES]
    made = cloud.s3().generate_presigned_post(
        Bucket=settings.EVIDENCE_BUCKET,
        Key=key,
        Fields=fields,
        Conditions=[*({name: value} for name, value in fields.items()), sizes],
        ExpiresIn=FORM_SECONDS,
    )
    return Form(made["url"], made["fields"])


def size_of(key: str) -> int | None:
    """The bytes under a key; None where there is nothing."""
    try:
        return int(cloud.s3().head_object(Bucket=settings.EVIDENCE_BUCKET, Key=key)["ContentLength"])
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return None
        raise


def fetch(key: str, most: int) -> bytes | None:
    """At most so many bytes and one more; None where there is nothing."""
    try:
        answer = cloud.s3().get_object(Bucket=settings.EVIDENCE_BUCKET, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return None
        raise
    with answer["Body"] as body:
        return bytes(body.read(most + 1))


def put(key: str, content: bytes, kind: str) -> None:
    """Keep a picture of ours."""
    cloud.s3().put_object(
        Bucket=settings.EVIDENCE_BUCKET,
        Key=key,
        Body=content,
        ContentType=kind,
        ContentDisposition="inline",
        CacheControl="no-store",
    )


def link(key: str, kind: str, name: str) -> str:
    """A link of a minute; a browser takes what it finds for a picture, and nothing else. ``name`` is of ours."""
    wanted = {
        "Bucket": settings.EVIDENCE_BUCKET,
        "Key": key,
        "ResponseContentType": kind,
        "ResponseContentDisposition": f'inline; filename="{name}"',
        "ResponseCacheControl": "no-store",
    }
    return str(cloud.s3().generate_presigned_url("get_object", Params=wanted, ExpiresIn=LINK_SECONDS))


def keys_under(prefix: str) -> Iterator[str]:
    """Every key that begins so."""
    pages = cloud.s3().get_paginator("list_objects_v2").paginate(Bucket=settings.EVIDENCE_BUCKET, Prefix=prefix)
    for page in pages:
        yield from (str(found["Key"]) for found in page.get("Contents", ()))


def delete(keys: Iterable[str]) -> None:
    """Take away what is there of these."""
    wanted = list(keys)
    for start in range(0, len(wanted), AT_ONCE):
        objects: list[Any] = [{"Key": key} for key in wanted[start : start + AT_ONCE]]
        cloud.s3().delete_objects(Bucket=settings.EVIDENCE_BUCKET, Delete={"Objects": objects, "Quiet": True})
