"""The template of the Lambda asks AWS for what the handler relies on, and for no more."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from orders.contract.tables import SOURCE_TABLES

TEMPLATE: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "infra" / "template.yaml").read_text())
RESOURCES = TEMPLATE["Resources"]
MAPPINGS = {name: event["Properties"] for name, event in RESOURCES["Apply"]["Properties"]["Events"].items()}


def test_every_source_table_is_read() -> None:
    assert {name.lower() for name in MAPPINGS} == {table.replace("_", "") for table in SOURCE_TABLES}


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_failure_is_sent_again_from_where_it_was(name: str) -> None:
    mapping = MAPPINGS[name]
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["ParallelizationFactor"] == 1
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    assert mapping["DestinationConfig"]["OnFailure"]["Type"] == "SQS"
    assert mapping["Stream"] == {"Ref": f"{name}Stream"}


def test_the_handler_is_there() -> None:
    module, _, name = RESOURCES["Apply"]["Properties"]["Handler"].rpartition(".")
    assert callable(getattr(import_module(module), name))


def test_nothing_is_read_before_somebody_says_so() -> None:
    assert TEMPLATE["Parameters"]["Reading"]["Default"] == "false"


def test_the_role_may_no_more_than_it_must() -> None:
    statements = RESOURCES["Role"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    assert all("*" not in action for statement in statements for action in statement["Action"])
    everywhere = [statement["Sid"] for statement in statements if statement["Resource"] == "*"]
    assert everywhere == ["FindThem"]
    writing = {"dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"}
    writers = [statement["Sid"] for statement in statements if writing & set(statement["Action"])]
    assert writers == ["KeepProjections", "KnowStreams"]
