"""A wrong installation is named by a check; a right one passes Django's deployment checks too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.test import override_settings

from dashboard import checks
from demo.state import CHECKOUT

GOOD_KEY = "kq8#vbn2!zx0-plmw7^hgf5@rty3*uio9(qas1)dcv4_ert6+jhy"
SECRETS_KEY = "a2V5LWtleS1rZXkta2V5LWtleS1rZXkta2V5LWtleTE="


def ids(found: list[CheckMessage]) -> list[str | None]:
    """The ids of what a check found."""
    return [message.id for message in found]


@pytest.mark.parametrize(
    ("check", "wrong", "expected"),
    [
        (checks.secret_key, {"SECRET_KEY": ""}, "printdesk.E001"),
        (checks.secret_key, {"SECRET_KEY": "short"}, "printdesk.E001"),
        (checks.secret_key, {"SECRET_KEY": "ab" * 40}, "printdesk.E001"),
        (checks.secret_key, {"SECRET_KEY": f"django-insecure-{GOOD_KEY}"}, "printdesk.E001"),
        (checks.allowed_hosts, {"ALLOWED_HOSTS": []}, "printdesk.E002"),
        (checks.allowed_hosts, {"ALLOWED_HOSTS": ["desk.example.com", "*"]}, "printdesk.E002"),
        (checks.postgresql, {"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}, "printdesk.E003"),
        (checks.credentials, {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": ""}, "printdesk.E004"),
        (checks.metrics_token, {"METRICS_TOKEN": ["short"]}, "printdesk.E005"),
        (checks.stream_reader, {"STREAM_READER": "both"}, "printdesk.E006"),
        (checks.state_machine, {"BACKEND_COMMANDS_STATE_MACHINE_ARN": "backend-commands"}, "printdesk.E007"),
        (checks.secrets_keys, {"SECRETS_KEYS": ["short"]}, "printdesk.E010"),
        (checks.secrets_keys, {"SECRETS_KEYS": [SECRETS_KEY, "ü" * 44]}, "printdesk.E010"),
        (checks.own_secrets_keys, {"SECRETS_KEYS": []}, "printdesk.W005"),
        (checks.encrypted, {"SECURE": False, "AWS_ENDPOINT_URL": ""}, "printdesk.W001"),
        (checks.encrypted, {"SECURE": True, "AWS_ENDPOINT_URL": "http://127.0.0.1:4566"}, "printdesk.W002"),
    ],
)
@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_what_is_wrong_is_named(check: Any, wrong: dict[str, Any], expected: str) -> None:
    with override_settings(**wrong):
        assert ids(check()) == [expected]


@pytest.mark.parametrize(
    ("check", "right"),
    [
        (checks.secret_key, {"SECRET_KEY": GOOD_KEY}),
        (checks.allowed_hosts, {"ALLOWED_HOSTS": ["desk.example.com"]}),
        (checks.postgresql, {}),
        (checks.credentials, {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}),
        (checks.metrics_token, {"METRICS_TOKEN": []}),
        (checks.metrics_token, {"METRICS_TOKEN": ["x" * 20, "y" * 40]}),
        (checks.stream_reader, {"STREAM_READER": "lambda"}),
        (checks.state_machine, {}),
        (checks.state_machine, {"BACKEND_COMMANDS_STATE_MACHINE_ARN": ""}),
        (checks.secrets_keys, {"SECRETS_KEYS": [SECRETS_KEY]}),
        (checks.own_secrets_keys, {"SECRETS_KEYS": [SECRETS_KEY]}),
        (checks.encrypted, {"SECURE": True, "AWS_ENDPOINT_URL": ""}),
        (checks.encrypted, {"SECURE": True, "AWS_ENDPOINT_URL": "https://dynamodb.eu-central-1.amazonaws.com"}),
    ],
)
def test_what_is_right_passes(check: Any, right: dict[str, Any]) -> None:
    with override_settings(**right):
        assert check() == []


def check_in_a_process(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check` with nothing in the environment but what is given."""
    path = {"PATH": os.environ["PATH"], "DEMO_STATE": str(folder)}
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=CHECKOUT,
        env={**path, **environment},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_production_is_clean(tmp_path: Path) -> None:
    done = check_in_a_process(
        tmp_path,
        "--deploy",
        "--fail-level=WARNING",
        SECRET_KEY=GOOD_KEY,
        SECRETS_KEYS=SECRETS_KEY,
        ALLOWED_HOSTS="desk.example.com",
        PUBLIC_URL="https://desk.example.com",
        DATABASE_URL="postgres://db.example.com/printdesk",
    )
    assert done.returncode == 0, done.stderr


def test_nothing_set_is_refused(tmp_path: Path) -> None:
    done = check_in_a_process(tmp_path)
    assert done.returncode == 1
    assert "printdesk.E001" in done.stderr
    assert "printdesk.E002" in done.stderr
