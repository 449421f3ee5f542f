"""The words of the page that a customer sends photos on: the data of customer.toml, by language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from django.conf import settings

FALLBACK: Final = "en"
MEGABYTE: Final = 1_000_000


@cache
def _told() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("customer.toml").read_text(encoding="utf-8"))


ASKED: Final[Mapping[str, str]] = MappingProxyType(dict(_told()[FALLBACK]["asked"]))
"""What a customer can be asked for, by its name in reasons.toml, in English."""


def words_in(language: str) -> dict[str, Any]:
    """Everything that the page says in a language, with its ``code``; in English where there is none of it."""
    code = language if language in _told() else FALLBACK
    words = _told()[code]
    limits = words["limits"].format(megabytes=settings.EVIDENCE_BYTES // MEGABYTE)
    return {**words, "limits": limits, "code": code}
