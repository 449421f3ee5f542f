"""The words somebody searched for, kept for a quarter of an hour under a token that stands in the address for them."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final
from urllib.parse import parse_qs

from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.http import HttpRequest

from dashboard.cache import LossyRedisCache
from dashboard.middleware import current_path, is_htmx

KEPT_SECONDS: Final = 15 * 60
TOKEN_BYTES: Final = 9
PREFIX: Final = "find:"


def remember(request: HttpRequest, words: str) -> str:
    """Keep the words; the token of the page that asks, so that one page has one token however much is typed."""
    token = _token_of_page(request) or secrets.token_urlsafe(TOKEN_BYTES)
    cache.set(_key(request, token), words, KEPT_SECONDS)
    return token


def words(request: HttpRequest, token: str) -> str:
    """The words of a token made in this session, "" where there are none."""
    return str(cache.get(_key(request, token), "")) if token else ""


def forget_all() -> int:
    """Forget everybody's words, and how many searches that were: whom each was about, nobody can tell. Where Redis is
    away, they are gone from it in a quarter of an hour.
    """
    redis = caches[DEFAULT_CACHE_ALIAS]
    return redis.delete_beginning(PREFIX) if isinstance(redis, LossyRedisCache) else 0


def _token_of_page(request: HttpRequest) -> str:
    if not is_htmx(request):
        return ""
    return parse_qs(current_path(request).partition("?")[2]).get("again", [""])[0]


def _key(request: HttpRequest, token: str) -> str:
    """Of this session, so that a link that is passed on shows nobody else's words."""
    return PREFIX + hashlib.sha256(f"{request.session.session_key}:{token}".encode(errors="replace")).hexdigest()
