"""Secrets as they lie in SQL: encrypted by the first of the keys of settings.SECRETS_KEYS, readable by all of them.

The last of the keys is derived from SECRET_KEY: it alone encrypts where no others are set, and what it has encrypted
can be read until ``manage.py reseal_secrets`` has gone over it.
"""

from __future__ import annotations

import base64
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES: Final = 32
PURPOSE: Final = b"printdesk printers' secrets"


class Unreadable(Exception):
    """None of the keys opens it: the one that closed it is gone."""


def seal(secret: str) -> bytes:
    """A secret, encrypted."""
    return _keys().encrypt(secret.encode())


def opened(sealed: bytes) -> str:
    """The secret again. Raises Unreadable."""
    try:
        return _keys().decrypt(sealed).decode()
    except InvalidToken as error:
        raise Unreadable from error


def resealed(sealed: bytes) -> bytes:
    """The same secret, encrypted by the first of the keys. Raises Unreadable."""
    try:
        return _keys().rotate(sealed)
    except InvalidToken as error:
        raise Unreadable from error


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in (*settings.SECRETS_KEYS, *map(_derived, _secret_keys()))])


def _secret_keys() -> tuple[str, ...]:
    return settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS


def _derived(secret_key: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(secret_key.encode())
    return base64.urlsafe_b64encode(made)
