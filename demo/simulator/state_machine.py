"""Where commands arrive: a state machine whose one task is an activity, and the played backend is its worker."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings

NAME = "backend-commands"
ACTIVITY = "backend"
ROLE = "arn:aws:iam::000000000000:role/backend-commands"
LONGEST_SECONDS = 300
POLL_SECONDS = 70
"""Longer than the minute for which the service keeps a worker waiting for a task."""


def create() -> str:
    """Make it, unless it is there; its ARN."""
    definition = _definition(_activity())
    for machine in client().list_state_machines()["stateMachines"]:
        if machine["name"] == NAME:
            return str(machine["stateMachineArn"])
    made = client().create_state_machine(name=NAME, definition=definition, roleArn=ROLE, type="STANDARD")
    return str(made["stateMachineArn"])


def forget_activity() -> None:
    """So that it is made anew: an emulator that was started again knows it by name, and not where its tasks go."""
    for known in client().list_activities()["activities"]:
        client().delete_activity(activityArn=known["activityArn"])


def next_task() -> tuple[str, dict[str, Any]] | None:
    """Wait up to a minute for a command: its task's token and the command; None where none came."""
    answer = client().get_activity_task(activityArn=_activity(), workerName="backend")
    return (answer["taskToken"], json.loads(answer["input"])) if answer.get("taskToken") else None


def accept(token: str) -> None:
    """The command is taken."""
    client().send_task_success(taskToken=token, output="{}")


def refuse(token: str, cause: str) -> None:
    """The command is refused."""
    client().send_task_failure(taskToken=token, error="Refused", cause=cause)


@cache
def client() -> Any:
    """The Step Functions client of this process."""
    return boto3.client(
        "stepfunctions",
        endpoint_url=settings.AWS_ENDPOINT_URL or None,
        region_name=settings.AWS_REGION,
        aws_access_key_id=settings.AWS_ACCESS_KEY_ID or None,
        aws_secret_access_key=settings.AWS_SECRET_ACCESS_KEY or None,
        config=Config(read_timeout=POLL_SECONDS, retries={"total_max_attempts": 1}),
    )


@cache
def _activity() -> str:
    try:
        return str(client().create_activity(name=ACTIVITY)["activityArn"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ActivityAlreadyExists":
            raise
    return next(str(a["activityArn"]) for a in client().list_activities()["activities"] if a["name"] == ACTIVITY)


def _definition(activity: str) -> str:
    """A worker that dies with a task in hand never answers: the task is given out again, and done once all the same."""
    task = {
        "Type": "Task",
        "Resource": activity,
        "TimeoutSeconds": LONGEST_SECONDS,
        "Retry": [{"ErrorEquals": ["States.Timeout"], "MaxAttempts": 3}],
        "End": True,
    }
    return json.dumps({"StartAt": "Backend", "States": {"Backend": task}})
