"""The errors of AWS's clients."""

from __future__ import annotations

from botocore.exceptions import ClientError


def refusal(code: str, operation: str, message: str = "") -> ClientError:
    """What botocore raises where AWS answers with an error, e.g. ``refusal("ExpiredIteratorException", …)``."""
    return ClientError({"Error": {"Code": code, "Message": message or code}}, operation)
