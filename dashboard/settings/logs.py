"""Logs: one JSON object a line, without query strings, bodies or anything about customers."""

from __future__ import annotations

from dashboard.settings.base import env

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "dashboard.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # botocore's INFO and urllib3's DEBUG print keys of rows, which may be e-mail addresses.
        "botocore": {"level": "WARNING"},
        "urllib3": {"level": "WARNING"},
        # A line a task, a second and a tick says nothing that stream_status does not say better.
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "django.server": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},
    },
}
