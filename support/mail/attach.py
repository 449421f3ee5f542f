"""What goes with a mail: named as it is posted, loaded as it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from botocore.exceptions import ClientError

from orders import cloud
from support.mail.refusals import Unsendable

MOST_BYTES: Final = 15_000_000
"""Of all that goes with one mail: a third more as mails spell it, which most mailboxes still take."""

GONE: Final = frozenset({"NoSuchKey", "NoSuchBucket", "404"})
TYPE: Final = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")
UNNAMED: Final = "attachment"
LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file in S3. ``type`` is a media type; ``size`` in bytes, 0 where it is not known. ``cid`` is the name by which
    the HTML of the mail shows it ("cid:chart"), "" where it is none of its pictures.
    """

    bucket: str
    key: str
    name: str
    type: str
    size: int = 0
    cid: str = ""

    def kept(self) -> dict[str, Any]:
        """As ``Mail.attachments`` keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The same with its bytes."""

    attachment: Attachment
    body: bytes


def read(kept: Iterable[Mapping[str, Any]]) -> list[Attachment]:
    """What a mail keeps of them."""
    return [Attachment(**each) for each in kept]


def load(kept: Iterable[Mapping[str, Any]]) -> list[Loaded]:
    """Each with its bytes. Raises Unsendable where one is gone or all are too large, and what boto3 does."""
    loaded, left = [], MOST_BYTES
    for attachment in read(kept):
        body = _bytes_of(attachment, left)
        left -= len(body)
        loaded.append(Loaded(attachment, body))
    return loaded


def that_fit(files: Sequence[Attachment], most: int = MOST_BYTES) -> list[Attachment]:
    """The largest that go with one mail together, in the order in which they were given: larger ones show more."""
    chosen, left = set(), most
    for place, file in sorted(enumerate(files), key=lambda each: -each[1].size):
        if file.size <= left:
            chosen.add(place)
            left -= file.size
    return [file for place, file in enumerate(files) if place in chosen]


def file_name(name: str) -> str:
    """A name that goes into a header and onto any disk: in any script, without paths and control characters."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(each for each in last if each.isprintable()).strip(" .")
    return plain[-LONGEST_NAME:] or UNNAMED


def media_type(type_: str) -> tuple[str, str]:
    """Its two parts; of what is none those of plain bytes."""
    main, _, sub = (type_ if TYPE.fullmatch(type_) else "application/octet-stream").partition("/")
    return main, sub


def _bytes_of(attachment: Attachment, most: int) -> bytes:
    try:
        answer = cloud.s3().get_object(Bucket=attachment.bucket, Key=attachment.key)
    except ClientError as error:
        if error.response["Error"]["Code"] in GONE:
            raise Unsendable(f"“{attachment.name}”, which was to go with it, is gone.") from error
        raise
    if answer["ContentLength"] > most:
        raise Unsendable("What was to go with it is more than a mail can hold. Send fewer files.")
    body: bytes = answer["Body"].read()
    return body
