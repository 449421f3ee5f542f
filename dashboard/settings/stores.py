"""Where things are kept: PostgreSQL, Redis, and the tables and buckets of AWS, with how they are read."""

from __future__ import annotations

import tempfile

from dashboard.settings.base import env

# --- SQL: staff, sessions, tokens, and what people do about orders --------------------------------------------

# PostgreSQL only. A connection lives as long as its thread and is tried before each request, so that one the
# server dropped costs a reconnect and not an error.
DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL", default="postgres:///printdesk"),
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    },
}
DATABASES["default"].setdefault("OPTIONS", {}).update(
    {"connect_timeout": 5, "options": "-c statement_timeout=15000 -c lock_timeout=5000"}
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis: wake-ups and copies, never the truth. Losing all of it loses nothing ------------------------------

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
REDIS_TIMEOUT_SECONDS = 5
CACHES = {
    "default": {
        "BACKEND": "dashboard.cache.LossyRedisCache",
        # A database of its own where there is one: clearing the cache empties the whole database.
        "LOCATION": env.str("CACHE_URL", default=REDIS_URL),
        "KEY_PREFIX": "printdesk",
        "OPTIONS": {
            "socket_timeout": REDIS_TIMEOUT_SECONDS,
            "socket_connect_timeout": REDIS_TIMEOUT_SECONDS,
            "socket_keepalive": True,
            "health_check_interval": 30,
        },
    },
}

# --- AWS: the backend's tables with their streams, our projections, pictures and files ------------------------

# Empty means AWS itself; the demo, the tests and docker-compose name their emulator here.
AWS_ENDPOINT_URL = env.str("AWS_ENDPOINT_URL", default="")
# Empty means boto3's own chain: instance role, container role, profile.
AWS_ACCESS_KEY_ID = env.str("AWS_ACCESS_KEY_ID", default="")
AWS_SECRET_ACCESS_KEY = env.str("AWS_SECRET_ACCESS_KEY", default="")
AWS_REGION = env.str("AWS_REGION", default="eu-central-1")
# What the backend's table names start with: "" for users, prints, orders …
SOURCE_TABLE_PREFIX = env.str("SOURCE_TABLE_PREFIX", default="")
PROJECTION_TABLE = env.str("PROJECTION_TABLE", default="printdesk_projection")
CONTROL_TABLE = env.str("CONTROL_TABLE", default="printdesk_control")
# The projection has this name on the first day. A rebuild makes others beside it, named in the control table; each
# process asks at most so often which one is live.
ALIAS_SECONDS = env.float("ALIAS_SECONDS", default=5.0)
# For how many hours a projection that was switched away from is kept up to date, so that one may go back to it.
FORMER_HOURS = env.float("FORMER_HOURS", default=24.0)
# Where a rebuild gathers what it reads, for as long as it runs; about as much as the source tables hold.
REBUILD_FOLDER = env.path("REBUILD_FOLDER", default=tempfile.gettempdir())
# How many pumps run at once, over all workers, and for how long each before it lets another process go on. One
# pump keeps a core busy; a stopping worker waits for its pumps, so their runs are short.
PUMP_SLOTS = env.int("PUMP_SLOTS", default=1)
PUMP_SECONDS = env.float("PUMP_SECONDS", default=4.0)
# Who reads the streams: our own pumps, or AWS Lambda by its event source mappings (infra/). Never both.
STREAM_READER = env.str("STREAM_READER", default="pump")
ARTEFACTS_BUCKET = env.str("ARTEFACTS_BUCKET", default="printdesk-artefacts")
# Where a browser fetches previews from, for the content security policy.
ARTEFACTS_ORIGIN = AWS_ENDPOINT_URL or f"https://{ARTEFACTS_BUCKET}.s3.{AWS_REGION}.amazonaws.com"

# What SLA reports read, and where each machine keeps its copy of it.
LAKE_BUCKET = env.str("LAKE_BUCKET", default="printdesk-lake")
LAKE_FOLDER = env.path("LAKE_FOLDER", default=f"{tempfile.gettempdir()}/printdesk-lake")

# Empty: reports are answered by DuckDB on each machine's copy of the lake. Else by Athena: its workgroup, which says
# where results go, and the database that has the table of the facts (`manage.py facts_table` makes it).
ATHENA_WORKGROUP = env.str("ATHENA_WORKGROUP", default="")
ATHENA_DATABASE = env.str("ATHENA_DATABASE", default="printdesk")
# A statement that takes longer is stopped.
ATHENA_SECONDS = env.float("ATHENA_SECONDS", default=60.0)

# A bucket with Object Lock for the audit's anchors, best in another account; empty: they are only logged on demand
# (`manage.py verify_audit` prints one). None can be removed for so many days.
AUDIT_BUCKET = env.str("AUDIT_BUCKET", default="")
AUDIT_RETENTION_DAYS = env.int("AUDIT_RETENTION_DAYS", default=3650)
# One export of the audit has so many events at most, the newest.
AUDIT_EXPORT_MOST = env.int("AUDIT_EXPORT_MOST", default=100_000)
