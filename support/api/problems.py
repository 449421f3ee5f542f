"""Errors as ``application/problem+json`` (RFC 9457), every one of them."""

from __future__ import annotations

import logging
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from redis.exceptions import RedisError
from rest_framework import exceptions, status
from rest_framework.response import Response

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
RETRY_SECONDS = 5
SERVER_FAULT = 500

# What DynamoDB says when it is there and has no time or no table for us; a client's fault would be ours.
BUSY = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ResourceNotFoundException",
        "ThrottlingException",
    }
)

TITLES = {
    400: "That cannot be read",
    401: "A token is needed",
    403: "Not allowed",
    404: "Not found",
    405: "Not that way",
    406: "Not in that form",
    409: "Not as things stand",
    413: "Too long",
    415: "Not in that form",
    422: "That key was used before",
    429: "Too many requests",
    500: "Something went wrong here",
    503: "The data cannot be read just now",
}


def problem(
    code: int,
    detail: str,
    *,
    errors: dict[str, list[str]] | None = None,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> Response:
    """One problem; ``errors`` maps fields or parameters to what is wrong with each, ``more`` are fields of its own."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(code, "That did not work"),
        "status": code,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    body |= more
    return Response(body, status=code, headers=headers, content_type=CONTENT_TYPE)


def on_exception(error: Exception, context: dict[str, Any]) -> Response:
    """The problem that an exception of a view becomes; what nobody foresaw is logged and says nothing of itself."""
    if isinstance(error, Http404):
        return problem(status.HTTP_404_NOT_FOUND, str(error) or "There is no such thing.")
    if isinstance(error, PermissionDenied):
        return problem(status.HTTP_403_FORBIDDEN, "You may not do this.")
    if isinstance(error, exceptions.APIException):
        return _foreseen(error)
    if _is_outage(error):
        log.warning("the API's data store did not answer: %s", type(error).__name__, exc_info=error)
        detail = "A data store does not answer. Nothing is lost; try again in a few seconds."
        return problem(status.HTTP_503_SERVICE_UNAVAILABLE, detail, headers={"Retry-After": str(RETRY_SECONDS)})
    log.error("the API failed in %s", type(context.get("view")).__name__, exc_info=error)
    return problem(status.HTTP_500_INTERNAL_SERVER_ERROR, "This is our fault. It has been logged.")


def _foreseen(error: exceptions.APIException) -> Response:
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(max(1, round(wait)))
    if isinstance(error, exceptions.ValidationError):
        return problem(error.status_code, "See errors.", errors=_by_field(error.detail), headers=headers)
    return problem(error.status_code, str(error.detail), headers=headers)


def _by_field(detail: Any) -> dict[str, list[str]]:
    if isinstance(detail, dict):
        return {_printable(field): [_printable(words) for words in said] for field, said in detail.items()}
    return {"": [_printable(words) for words in detail]}


def _printable(quoted: object) -> str:
    """Words that may quote what was sent, without halves of characters, which no answer can hold."""
    return str(quoted).encode("utf-8", "replace").decode()


def _is_outage(error: Exception) -> bool:
    if isinstance(error, ClientError):
        answered = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", SERVER_FAULT)
        return answered >= SERVER_FAULT or error.response.get("Error", {}).get("Code") in BUSY
    return isinstance(error, BotoCoreError | OperationalError | InterfaceError | RedisError)
