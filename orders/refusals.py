"""What it means that AWS refused."""

from __future__ import annotations

from botocore.exceptions import ClientError

PASSING = frozenset(
    ("ConditionalCheckFailed", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded")
)
"""Reasons of a cancelled transaction that may be gone the next time. botocore repeats none of them by itself: not even
a throttle, which it does not look for within a cancelled transaction.
"""


def name_of(error: Exception) -> str:
    """AWS's own code of a refusal, or else the kind of error. Never the message: it may quote a value of somebody's."""
    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else type(error).__name__


def is_conflict(error: ClientError) -> bool:
    """Whether a cancelled transaction met a condition, another writer or a throttle, rather than a fault of ours."""
    return name_of(error) == "TransactionInProgressException" or not PASSING.isdisjoint(_reasons(error))


def is_refusal(error: ClientError) -> bool:
    """Whether no repeating helps."""
    return name_of(error) == "ValidationException" or "ValidationError" in _reasons(error)


def _reasons(error: ClientError) -> set[str]:
    return {reason.get("Code", "") for reason in error.response.get("CancellationReasons", ())}
