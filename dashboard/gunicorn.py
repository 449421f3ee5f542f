"""How gunicorn serves the site: ``gunicorn -c python:dashboard.gunicorn dashboard.wsgi``."""

from __future__ import annotations

import os

bind = os.environ.get("BIND", "0.0.0.0:8000")  # the container's own network; the demo binds to 127.0.0.1
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Imported once, before the workers are forked: connections and clients are made by each worker, when first used.
preload_app = True
# Requests wait for PostgreSQL and DynamoDB most of their time; threads wait cheaply.
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
keepalive = 75
timeout = 60
graceful_timeout = 10
# A slow leak costs a restart a day and not a night's sleep; the jitter keeps workers from leaving together.
max_requests = 50_000
max_requests_jitter = 5_000
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 a heartbeat file, no data
# Managed by signals alone: its control socket would be one for all that run as the same user.
control_socket_disable = True

# The path without its query string, which may hold what a customer said; no referrer for the same reason.
accesslog = "-"
logger_class = "dashboard.access_log.AccessLog"
access_log_format = (
    '{"at": "%(t)s", "method": "%(m)s", "path": "%(U)s", "status": %(s)s, "ms": %(M)s, "bytes": "%(B)s"}'
)
errorlog = "-"
