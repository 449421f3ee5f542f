"""Orders whose renders have failed, and an installation at which they are rendered again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings

from embedded.service import Service
from orders import cloud as clients
from orders.streams.engine import drain
from tests.conftest import SERVICES
from tests.proofs.installation import Installation
from tests.proofs.proxy import Proxy
from tests.streams import backend

LINES = 10
AT_ONCE = 4
LATE_SECONDS = 6.0
"""Longer than the client of Step Functions waits."""


@dataclass(frozen=True)
class Line:
    """A line of an order whose render has failed."""

    order_id: str
    line_id: str

    @property
    def key(self) -> str:
        """The key of the one call that asks for it to be rendered again."""
        return f"{self.order_id}-{self.line_id}"


def broken_lines(number: int) -> list[Line]:
    """So many lines, in the source tables and in the projection."""
    lines = [Line(f"o-{n // LINES}", str(n % LINES)) for n in range(number)]
    for order_id in dict.fromkeys(line.order_id for line in lines):
        own = [
            {"line_id": line.line_id, "print_id": f"p-{order_id}", "product": "photobook", "quantity": 1}
            for line in lines
            if line.order_id == order_id
        ]
        backend.put("prints", backend.design(f"p-{order_id}"))
        backend.put("orders", backend.order(order_id, lines=own, state="preparing"))
    for line in lines:
        about = {"line_id": line.line_id, "print_id": f"p-{line.order_id}", "state": "failed"}
        backend.put("renders", backend.render(f"r-{line.key}", line.order_id, **about))
    drain()
    return lines


def ask_for_all(at: Installation, lines: list[Line], at_once: int = AT_ONCE) -> list[str]:
    """Every line is asked to be rendered again, several at once; the ids of the commands that were accepted."""
    body = {"kind": "render", "cause": "asset_missing"}
    with ThreadPoolExecutor(at_once) as programs:
        asked = [programs.submit(at.ask, line.order_id, line.key, body | {"line_id": line.line_id}) for line in lines]
        return [each.result() for each in asked]


@dataclass(frozen=True)
class Started:
    """What Step Functions has: the names of all executions, how often each line was asked for by their inputs, and
    after how many seconds the last of them began after its command was accepted.
    """

    names: list[str]
    lines: Counter[tuple[str, str]]
    slowest: float


def started(at: Installation) -> Started:
    """Count the executions, and read the input of each."""
    client, arn = clients.stepfunctions(), settings.BACKEND_COMMANDS_STATE_MACHINE_ARN
    requested = dict(at.rows("SELECT id, requested_at FROM support_command"))
    names: list[str] = []
    lines: Counter[tuple[str, str]] = Counter()
    slowest, asked = 0.0, {"stateMachineArn": arn, "maxResults": 1000}
    while True:
        page: dict[str, Any] = client.list_executions(**asked)
        for each in page["executions"]:
            told = json.loads(client.describe_execution(executionArn=each["executionArn"])["input"])
            names.append(each["name"])
            lines[told["order_id"], told["line_id"]] += 1
            slowest = max(slowest, (each["startDate"] - requested[each["name"]]).total_seconds())
        if not page.get("nextToken"):
            return Started(names, lines, slowest)
        asked["nextToken"] = page["nextToken"]


def check_each_once(at: Installation, accepted: list[str], lines: list[Line]) -> Started:
    """Every accepted command has one execution, every line was asked for once, and nothing is left to be done."""
    found = started(at)
    assert sorted(found.names) == sorted(accepted)
    assert found.lines == Counter((line.order_id, line.line_id) for line in lines)
    states = dict(at.rows("SELECT state, count(*) FROM support_command GROUP BY state"))
    assert states == {"started": len(accepted)}
    return found


@pytest.fixture
def emulator(request: pytest.FixtureRequest, cloud: str) -> Service:
    """The process of the AWS emulator, with a state machine whose executions succeed at once."""
    definition = {"StartAt": "Take", "States": {"Take": {"Type": "Pass", "End": True}}}
    clients.stepfunctions().create_state_machine(
        name="backend-commands",
        definition=json.dumps(definition),
        roleArn="arn:aws:iam::111111111111:role/backend",
        type="STANDARD",
    )
    running: list[Service] = request.config.stash[SERVICES].running
    return next(service for service in running if service.name == "AWS emulator")


@pytest.fixture
def proxy(cloud: str) -> Iterator[Proxy]:
    """Between the workers and AWS."""
    made = Proxy(cloud, LATE_SECONDS)
    yield made
    made.stop()


@pytest.fixture
def installation(emulator: Service, proxy: Proxy, cloud: str, tmp_path: Path) -> Iterator[Installation]:
    """Everything but workers."""
    made = Installation(tmp_path, cloud, proxy, Random(5))
    try:
        made.start()
        yield made
    finally:
        made.stop()
