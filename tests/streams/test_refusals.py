"""What AWS refuses for now is tried again; what it refuses for good is not."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from orders.refusals import name_of
from orders.store import Conflict, Put, Refused, Store


class Client:
    """Cancels every transaction, for these reasons."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons

    def transact_write_items(self, **_: Any) -> None:
        told: Any = {
            "Error": {"Code": "TransactionCanceledException", "Message": "of Ines Berger"},
            "CancellationReasons": [{"Code": reason} for reason in self.reasons],
        }
        raise ClientError(told, "TransactWriteItems")


def transact(*reasons: str) -> None:
    Store("projection", Client(*reasons)).transact([Put({"pk": "a", "sk": "b"})])


@pytest.mark.parametrize(
    "reason", ["ConditionalCheckFailed", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]
)
def test_what_may_pass(reason: str) -> None:
    with pytest.raises(Conflict):
        transact("None", reason)


def test_what_never_passes() -> None:
    with pytest.raises(Refused):
        transact("None", "ValidationError")


def test_what_nobody_expected_is_told_by_its_code_alone() -> None:
    with pytest.raises(ClientError) as raised:
        transact("None", "AccessDenied")
    assert name_of(raised.value) == "TransactionCanceledException"
