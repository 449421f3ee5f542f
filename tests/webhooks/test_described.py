"""What printers are told of the call is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from support.api.schema import document
from support.webhooks.body import Unreadable, read
from support.webhooks.signature import Headers, is_signed

DOC = (Path(settings.BASE_DIR) / "docs" / "webhooks.md").read_text(encoding="utf-8")


def shown(name: str) -> str:
    found = re.search(rf"^\| {name} \| `(.+)` \|$", DOC, re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_example_of_the_documentation_is_signed_like_that() -> None:
    body = re.findall(r"```json\n(.+)\n```", DOC)[0].encode()
    signature = re.findall(r"```\n(v1=.+)\n```", DOC)[0]
    headers = Headers(shown("timestamp"), shown("event id"), signature)
    assert is_signed([shown("secret").encode()], headers, body, int(shown("timestamp")), 300)
    assert read(body).amount == 1850


@pytest.mark.parametrize(
    ("body", "good"),
    [
        ({"status": "approved", "reference": "r"}, True),
        ({"status": "approved", "escalation_id": "e", "amount": 5, "currency": "EUR"}, True),
        ({"status": "approved"}, False),
        ({"reference": "r"}, False),
        ({"status": 1, "reference": "r"}, False),
        ({"status": "approved", "reference": "r", "amount": -5, "currency": "EUR"}, False),
    ],
)
def test_the_schema_says_what_is_taken(body: dict[str, object], good: bool) -> None:
    told = document()["webhooks"]["printer_claim"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert Draft202012Validator(told).is_valid(body) is good
    try:
        read(json.dumps(body).encode())
    except Unreadable:
        assert not good
    else:
        assert good
