"""Making the tables: the backend's (where we play it, in the demo and in tests), the projection, and control."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError
from django.conf import settings

from orders import cloud
from orders.contract.tables import SOURCE_TABLES
from orders.projections.standing import read_standing
from orders.store import Store

OWN_KEYS = [("pk", "HASH"), ("sk", "RANGE")]


def source_name(table: str) -> str:
    """The name in AWS of one of the backend's tables."""
    return f"{settings.SOURCE_TABLE_PREFIX}{table}"


def create_tables() -> list[str]:
    """Create what does not exist yet; the names of what was created."""
    created = [
        name
        for table in SOURCE_TABLES.values()
        if _create(
            name := source_name(table.name),
            [(table.key, "HASH")],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
    ]
    created += [settings.CONTROL_TABLE] if _create(settings.CONTROL_TABLE, OWN_KEYS) else []
    live = read_standing(Store(settings.CONTROL_TABLE, cloud.dynamodb())).live
    return created + ([live] if create_projection(live) else [])


def create_projection(name: str) -> bool:
    """Make a projection's table; False where it is there."""
    if not _create(name, OWN_KEYS):
        return False
    cloud.dynamodb().update_time_to_live(
        TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"}
    )
    return True


def drop_projection(name: str) -> None:
    """Remove a projection's table, if it is there."""
    try:
        cloud.dynamodb().delete_table(TableName=name)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise


def _create(name: str, schema: list[tuple[str, str]], **more: Any) -> bool:
    client = cloud.dynamodb()
    try:
        client.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": attribute, "KeyType": kind} for attribute, kind in schema],
            AttributeDefinitions=[{"AttributeName": attribute, "AttributeType": "S"} for attribute, _ in schema],
            BillingMode="PAY_PER_REQUEST",
            **more,
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceInUseException":
            return False
        raise
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
    return True
