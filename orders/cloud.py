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

# Files for people who wait: a picture that does not come at once is drawn as one that is not there. On AWS the bucket
# is the host's first word, as the content policy names it.
FILES = QUICK.merge(
    Config(
        s3={"addressing_style": "virtual"},
        retries={"mode": "standard", "total_max_attempts": 2},
        connect_timeout=1,
        read_timeout=2,
        signature_version="s3v4",
    )
)
# Emulators have no such hosts.
EMULATED_FILES = FILES.merge(Config(s3={"addressing_style": "path"}))

# Whether there is an answer at all: for who asks every few seconds and must not wait.
PROBE = QUICK.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}, connect_timeout=1, read_timeout=1.5))


# Starting a command: every try is short, and who sends comes back later, for a day.
COMMANDS = QUICK.merge(Config(retries={"mode": "standard", "total_max_attempts": 2}, connect_timeout=2, read_timeout=5))

# Mail has no name of its own by which SES would know it again: each is handed over once, and nothing is tried twice.
MAIL = QUICK.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))


def dynamodb() -> Any:
    """The DynamoDB client of this process."""
    return _client("dynamodb", os.getpid())


def dynamodb_streams() -> Any:
    """The DynamoDB Streams client of this process."""
    return _client("dynamodbstreams", os.getpid())


def dynamodb_probe() -> Any:
    """The same for asking whether DynamoDB answers: soon, and once."""
    return _client("dynamodb", os.getpid(), PROBE)


def s3() -> Any:
    """The S3 client of this process."""
    return _client("s3", os.getpid(), EMULATED_FILES if settings.AWS_ENDPOINT_URL else FILES)


def stepfunctions() -> Any:
    """The Step Functions client of this process."""
    return _client("stepfunctions", os.getpid(), COMMANDS)


def ses() -> Any:
    """The SES client of this process, which tries nothing twice."""
    return _client("sesv2", os.getpid(), MAIL)


def sqs() -> Any:
    """The SQS client of this process."""
    return _client("sqs", os.getpid())


def athena() -> Any:
    """The Athena client of this process."""
    return _client("athena", os.getpid())


def cognito(region: str) -> Any:
    """The client of Cognito's user pools of this process, in the region of the pool."""
    return _client("cognito-idp", os.getpid(), COMMANDS, region)


@cache
def _client(service: str, _process: int, config: Config = QUICK, region: str = "") -> Any:
    session = boto3.session.Session(
        aws_access_key_id=settings.AWS_ACCESS_KEY_ID or None,
        aws_secret_access_key=settings.AWS_SECRET_ACCESS_KEY or None,
        region_name=region or settings.AWS_REGION,
    )
    return session.client(service, endpoint_url=settings.AWS_ENDPOINT_URL or None, config=config)
