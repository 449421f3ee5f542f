"""An escalation, people, pictures, and a browser's way of sending a file to the bucket."""

from __future__ import annotations

import io
from typing import Any

import pillow_heif
import requests
from PIL import Image

from support.commands.asker import Asker
from support.escalations.models import Escalation
from support.evidence import arrive, bucket, check
from support.evidence.expect import Announced, expect
from support.evidence.models import Evidence
from tests.commands.conftest import desk, staff
from tests.escalations.conftest import agent, opened, senior, sign_in

pillow_heif.register_heif_opener()

__all__ = ["agent", "desk", "opened", "senior", "sign_in", "staff"]


def picture(size: tuple[int, int] = (90, 60), kind: str = "JPEG", colour: str = "teal", **more: Any) -> bytes:
    """A picture as a file."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind, **more)
    return file.getvalue()


def announce(asker: Asker, escalation: Escalation, **more: Any) -> Evidence:
    """The row of a file that is about to be sent."""
    return expect(asker, Announced(escalation_id=escalation.pk, **more))


def post(form: bucket.Form, content: bytes, **other: str) -> requests.Response:
    """As a browser does; ``other`` fields instead of the form's."""
    return requests.post(form.url, data=form.fields | other, files={"file": ("a.jpg", content)}, timeout=30)


def send(evidence: Evidence, content: bytes) -> None:
    """To the bucket, and nobody is told."""
    answer = post(bucket.form(key_of(evidence)), content)
    assert answer.status_code == 204, answer.text


def key_of(evidence: Evidence) -> str:
    return bucket.incoming(evidence.escalation_id, evidence.pk)


def checked(asker: Asker, escalation: Escalation, content: bytes, **more: Any) -> Evidence:
    """A file that was sent and looked at by a worker."""
    evidence = announce(asker, escalation, **more)
    send(evidence, content)
    arrive.sent(asker, evidence.pk)
    check.check(evidence.pk)
    return Evidence.objects.get(pk=evidence.pk)


def stored(evidence: Evidence) -> list[str]:
    """Every key of a file in the bucket."""
    folders = (key_of(evidence), f"kept/{evidence.escalation_id}/{evidence.pk}/")
    return [key for folder in folders for key in bucket.keys_under(folder)]
