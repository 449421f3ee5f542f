"""Signing in: how one does, where one lands, and local accounts, slowly for whoever guesses.

Without Redis nothing is counted and people still get in: a desk that nobody can open helps no customer.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from enum import StrEnum
from typing import Any, Final

from django.contrib.auth.forms import AuthenticationForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

WINDOW_SECONDS: Final = 15 * 60
TRIES_PER_ACCOUNT: Final = 10
TRIES_PER_ADDRESS: Final = 50

signed_in: Final = Signal()
"""Sent once somebody has signed in on a page, with ``person`` and ``how``. Whoever hears it may refuse by an error:
the session is stored afterwards. (Django's own signal tells of sessions that tests and programs make, too.)
"""


class How(StrEnum):
    """What somebody signed in with, in words."""

    COMPANY = "a company account"
    LOCAL = "a local account"


def own_path(request: HttpRequest, wanted: str) -> str:
    """Where somebody wanted to go, if that is a page of ours; the first page otherwise."""
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own else "/"


class SignInForm(AuthenticationForm):
    """Name and password; counts failures by account and by address."""

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})

    def clean(self) -> dict[str, Any]:
        """Refuse before looking at the password where too many have been tried."""
        counters = self._counters()
        if any(cache.get(key, 0) >= limit for key, limit in counters.items()):
            raise ValidationError("Too many tries. Wait a quarter of an hour and try again.", code="slow_down")
        try:
            return super().clean()
        except ValidationError:
            for key in counters:
                _count(key)
            raise

    def _counters(self) -> dict[str, int]:
        """Cache keys and their limits; hashed, because a cache key names nobody."""
        name = str(self.cleaned_data.get("username", "")).casefold()
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        return {_key("account", name): TRIES_PER_ACCOUNT, _key("address", address): TRIES_PER_ADDRESS}


def _key(kind: str, value: str) -> str:
    return f"sign-in:{kind}:{hashlib.sha256(value.encode()).hexdigest()}"


def _count(key: str) -> None:
    """One more, within the window that the first one opened."""
    cache.add(key, 0, WINDOW_SECONDS)
    with suppress(ValueError):  # the window closed this moment, or Redis is gone
        cache.incr(key)
