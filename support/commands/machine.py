"""The backend's state machine: starting an execution, and what became of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from botocore.exceptions import ClientError
from django.conf import settings

from orders import cloud

STANDARD: Final = "STANDARD"
ENDED_BADLY: Final = frozenset({"FAILED", "TIMED_OUT", "ABORTED"})


class Express(Exception):
    """The state machine would start a command that is sent again a second time: nothing is sent to it."""


class Clash(Exception):
    """Another execution has the command's name, with another input."""


@dataclass(frozen=True, slots=True)
class Ended:
    """An execution that came to nothing; ``cause`` is the backend's own words, which may name people."""

    status: str
    cause: str


def start(name: str, message: str) -> str:
    """The ARN of the execution of this name, which is started unless it was before.

    Raises Express, Clash, and what boto3 does: then it may have been started, or not.
    """
    machine = settings.BACKEND_COMMANDS_STATE_MACHINE_ARN
    _check_type(machine)
    client = cloud.stepfunctions()
    try:
        return str(client.start_execution(stateMachineArn=machine, name=name, input=message)["executionArn"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ExecutionAlreadyExists":
            raise
    arn = execution_arn(name)
    if client.describe_execution(executionArn=arn)["input"] != message:
        raise Clash(name)
    return arn


def ended(arn: str) -> Ended | None:
    """How an execution ended, where it ended badly; None while it runs and where it succeeded."""
    told = cloud.stepfunctions().describe_execution(executionArn=arn)
    status = told["status"]
    if status not in ENDED_BADLY:
        return None
    return Ended(status, str(told.get("cause") or told.get("error") or ""))


def execution_arn(name: str) -> str:
    """The ARN of the execution of a name."""
    return f"{settings.BACKEND_COMMANDS_STATE_MACHINE_ARN.replace(':stateMachine:', ':execution:', 1)}:{name}"


@cache
def _check_type(machine: str) -> None:
    """Asked once a process; what is refused is asked again."""
    if cloud.stepfunctions().describe_state_machine(stateMachineArn=machine)["type"] != STANDARD:
        raise Express(machine)
