"""The settings of a test run: the project's own, on PostgreSQL, Redis and AWS that live as long as the run.

pytest-django reads this before any conftest, so the addresses are chosen here and the processes are started on
them by tests/services.py. Workers of xdist inherit the servers of PostgreSQL and Redis from the process that
started them (with a database each) and run an emulator each.
"""

from __future__ import annotations

import os
import tempfile

from embedded import mail
from embedded.ports import HOST, free_port

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
POSTGRES_PORT = int(os.environ.setdefault("PRINTDESK_TEST_POSTGRES_PORT", str(free_port())))
REDIS_PORT = int(os.environ.setdefault("PRINTDESK_TEST_REDIS_PORT", str(free_port())))
CLOUD_PORT = free_port()

os.environ |= {
    "SECRET_KEY": "a key of the tests, long and varied enough to pass the check: 0123456789",
    "DEBUG": "0",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "PUBLIC_URL": "http://testserver",
    "STATIC_MANIFEST": "0",
    "DATABASE_URL": f"postgres://postgres@{HOST}:{POSTGRES_PORT}/postgres",
    "REDIS_URL": f"redis://{HOST}:{REDIS_PORT}/{int(WORKER.removeprefix('gw') or 0)}",
    "CACHE_URL": "",
    "CELERY_BROKER_URL": "",
    "AWS_ENDPOINT_URL": f"http://{HOST}:{CLOUD_PORT}",
    # An account and a region of its own: nothing of the machine's profile is used.
    "AWS_ACCESS_KEY_ID": "111111111111",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "eu-central-1",
    "MAIL_FROM": "Printdesk <desk@printdesk.example>",
    "SES_EVENTS_QUEUE_URL": mail.queue_url(f"http://{HOST}:{CLOUD_PORT}", "111111111111"),
    "SOURCE_TABLE_PREFIX": "",
    "LAKE_FOLDER": f"{tempfile.gettempdir()}/printdesk-test-lake-{CLOUD_PORT}",
    "LOG_LEVEL": "WARNING",
    "BACKEND_COMMANDS_STATE_MACHINE_ARN": "arn:aws:states:eu-central-1:111111111111:stateMachine:backend-commands",
    # Tests count calls; those of a rebuild ask for the live projection's name more often.
    "ALIAS_SECONDS": "3600",
}
for _unset in ("CACHE_URL", "CELERY_BROKER_URL"):
    del os.environ[_unset]

from dashboard.settings import *  # noqa: E402, F403 they read the environment set above

# Argon2 takes a tenth of a second a sign-in, which is its purpose and not that of most tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Files are served from where they are written; whitenoise warns of a folder that only collectstatic makes.
STATIC_ROOT = None
# Tests that commit empty every table afterwards; the audit refuses that to everybody else.
DATABASES["default"]["OPTIONS"]["options"] += " -c printdesk.may_truncate_audit=yes"  # noqa: F405
