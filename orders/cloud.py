"""The AWS clients: one a process and service, made after the fork, with every retry and timeout stated."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from django.conf import settings

POOL = 32

# Calls that pages and the pump make: answer soon or fail loudly. Retries are for throttles and broken
# connections; every write of ours is conditional or idempotent, so repeating one is harmless.
QUICK = Config(
    retries={"mode": "standard", "total_max_attempts": 4},
    connect_timeout=2,
    read_timeout=10,
    max_pool_connections=POOL,
    parameter_validation=False,
    tcp_keepalive=True,
    # A fixed one: botocore else puts its own together for every call, which costs as much as signing it.
    user_agent="printdesk",
    s3={"addressing_style": "path"},
    signature_version="v4",
)


def dynamodb() -> Any:
    """The DynamoDB client of this process."""
    return _client("dynamodb", os.getpid())


def dynamodb_streams() -> Any:
    """The DynamoDB Streams client of this process."""
    return _client("dynamodbstreams", os.getpid())


@cache
def _client(service: str, _process: int) -> Any:
    session = boto3.session.Session(
        aws_access_key_id=settings.AWS_ACCESS_KEY_ID or None,
        aws_secret_access_key=settings.AWS_SECRET_ACCESS_KEY or None,
        region_name=settings.AWS_REGION,
    )
    return session.client(service, endpoint_url=settings.AWS_ENDPOINT_URL or None, config=QUICK)
