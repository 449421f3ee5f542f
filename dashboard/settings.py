"""Every setting of the project, each read from the environment where installations differ.

Nothing here is unsafe when left out: without SECRET_KEY or ALLOWED_HOSTS the site refuses to answer, and
`manage.py check` says which is missing (dashboard/checks.py).
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- What this installation is -------------------------------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", default="")
# Older keys that still verify what they signed.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
# Where people reach the site, e.g. https://printdesk.example.com: says whether it is served over TLS.
PUBLIC_URL = env.str("PUBLIC_URL", default="https://localhost")
SECURE = urlsplit(PUBLIC_URL).scheme == "https"
# A file whose text every page shows, for example while something is being mended; read for each page.
NOTICE_FILE = env.str("NOTICE_FILE", default="")

INSTALLED_APPS = [
    "dashboard",
    "orders",
    "support",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dashboard.middleware.NoTraceMiddleware",
    "dashboard.middleware.ErrorPagesMiddleware",
    # Ends sessions that are over, before anything else looks at who asks.
    "dashboard.sessions.SessionLimitsMiddleware",
    # Refuses every view that has not declared who may see it; for DRF's views see REST_FRAMEWORK.
    "dashboard.middleware.AccessMiddleware",
]

ROOT_URLCONF = "dashboard.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

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

# A bucket with Object Lock for the audit's anchors, best in another account; empty: they are only logged on demand
# (`manage.py verify_audit` prints one). None can be removed for so many days.
AUDIT_BUCKET = env.str("AUDIT_BUCKET", default="")
AUDIT_RETENTION_DAYS = env.int("AUDIT_RETENTION_DAYS", default=3650)
# One export of the audit has so many events at most, the newest.
AUDIT_EXPORT_MOST = env.int("AUDIT_EXPORT_MOST", default=100_000)

# --- Commands: what people ask the backend to do --------------------------------------------------------------

# The backend's state machine, of type STANDARD: EXPRESS would start a command that is sent again a second time.
# Empty means that no commands are taken.
BACKEND_COMMANDS_STATE_MACHINE_ARN = env.str("BACKEND_COMMANDS_STATE_MACHINE_ARN", default="")
# A command of which nothing was seen for so long is overdue.
COMMAND_OVERDUE_MINUTES = env.float("COMMAND_OVERDUE_MINUTES", default=15.0)

# --- Limits of roles (dashboard/limits.py). An admin may set others; a role that is not named has no limit ------

LIMITS: dict[str, dict[str, int | dict[str, int]]] = {
    "renders_an_order": {"agent": env.int("RENDERS_AN_ORDER", default=3)},
    # What the reprints of one order may cost together, in minor units by currency: "EUR=15000,GBP=13000". Of a
    # currency that is not here only who has no limit may ask for reprints.
    "reprint_cost": {
        "senior": env.dict(
            "REPRINT_COST_LIMITS",
            cast={"value": int},
            default={"EUR": 15_000, "GBP": 13_000, "USD": 16_000, "CHF": 14_000, "CAD": 22_000, "AUD": 24_000},
        )
    },
    "reveals_a_day": dict.fromkeys(("agent", "senior"), env.int("REVEALS_A_DAY", default=40)),
    "finds_a_minute": dict.fromkeys(
        ("agent", "senior", "ops", "manager", "admin", "auditor"), env.int("FINDS_A_MINUTE", default=120)
    ),
    "bulk_rows": {"senior": env.int("BULK_ROWS_SENIOR", default=25), "ops": env.int("BULK_ROWS_OPS", default=500)},
    # What somebody's bulk jobs of a day may cost together before another person has to approve.
    "bulk_cost": dict.fromkeys(
        ("senior", "ops"),
        env.dict(
            "BULK_COST_LIMITS",
            cast={"value": int},
            default={"EUR": 50_000, "GBP": 43_000, "USD": 54_000, "CHF": 48_000, "CAD": 74_000, "AUD": 80_000},
        ),
    ),
}
# For how long a reveal of personal data holds.
REVEAL_MINUTES = env.float("REVEAL_MINUTES", default=15.0)
# For how long a request waits for a second person.
REQUEST_HOURS = env.float("REQUEST_HOURS", default=24.0)
# For how long a bulk job waits to be started or approved.
BULK_HOURS = env.float("BULK_HOURS", default=24.0)
# How many rows of a bulk job go first, and have to be seen by the backend before the rest goes.
BULK_CANARY = env.int("BULK_CANARY", default=3)
# How many commands of bulk jobs may be on their way to one printer (or, for renders, to the renderer) at once.
BULK_ON_THE_WAY = env.int("BULK_ON_THE_WAY", default=40)
# For how long its author may change a note.
NOTE_EDIT_MINUTES = env.float("NOTE_EDIT_MINUTES", default=15.0)

# --- Celery (the app is dashboard/celery.py) ------------------------------------------------------------------

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL)
# One queue for the pumps, which publish themselves again and again, so that nothing else waits behind them.
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"orders.tasks.*": {"queue": "streams"}}
CELERY_ACCEPT_CONTENT = ["json"]
# Results would be written to Redis and read by nobody: what a task did is in the tables.
CELERY_TASK_IGNORE_RESULT = True
# Early acknowledgement: a task lost with its worker is published again by the keeper, never run twice by Redis.
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# After Redis comes back a worker would take fewer messages until its tasks of before have ended: pumps and resyncs take
# their time, and what they wait for is in those messages. Tasks may be doubled here, which this is to avoid.
CELERY_WORKER_ENABLE_PREFETCH_COUNT_REDUCTION = False
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
# Seconds a stopping worker gives its tasks to end before it cancels them (SIGTERM asks for it, see celery.py).
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = env.float("WORKER_STOP_SECONDS", default=5.0)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # After this long Redis hands an unacknowledged message out again. Only messages that were fetched and not
    # begun are unacknowledged here. The shortest value of all that share a broker wins.
    "visibility_timeout": 60,
    # Without these a half-open connection leaves a worker alive and deaf.
    "socket_timeout": 10,
    "socket_connect_timeout": REDIS_TIMEOUT_SECONDS,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "retry_on_timeout": True,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Beat is a wake-up, and doubled ticks are harmless; while some wait that nobody takes, it adds none.
CELERY_BEAT_SCHEDULER = "dashboard.beat.Wakeups"
CELERY_BEAT_SCHEDULE = {
    "keeper": {"task": "orders.tasks.keeper", "schedule": 5.0},
    "anchor-audit": {"task": "support.tasks.anchor_audit", "schedule": 3600.0, "options": {"expires": 3600}},
    # Looks each minute whether one waits or is due, which is so once a day.
    "verify-audit": {"task": "support.tasks.verify_audit", "schedule": 60.0, "options": {"expires": 60}},
    "shardsync": {"task": "orders.tasks.shardsync", "schedule": 30.0},
    "sweep-commands": {"task": "support.tasks.sweep_commands", "schedule": 5.0},
    "finish-erasures": {"task": "support.tasks.finish_erasures", "schedule": 3600.0, "options": {"expires": 3600}},
    "settle-searches": {"task": "support.tasks.settle_searches", "schedule": 5.0, "options": {"expires": 5}},
    "forget-calls": {"task": "support.tasks.forget_calls", "schedule": 3600.0, "options": {"expires": 3600}},
    "track-commands": {"task": "support.tasks.track_commands", "schedule": 2.0},
    "expire-requests": {"task": "support.tasks.expire_requests", "schedule": 60.0, "options": {"expires": 60}},
    "follow-watched": {"task": "support.tasks.follow_watched", "schedule": 5.0, "options": {"expires": 5}},
    # What is taken away in Cognito is gone here within five minutes, though one tick be lost.
    "renew-members": {"task": "dashboard.tasks.renew_members", "schedule": 120.0, "options": {"expires": 120}},
    "forget-sessions": {"task": "dashboard.tasks.forget_sessions", "schedule": 3600.0, "options": {"expires": 3600}},
}

# --- Signing in -----------------------------------------------------------------------------------------------

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "sign-in"

# Company accounts: a user pool of Cognito, an app client in it, and the origin of its own pages, for example
# https://printdesk.auth.eu-central-1.amazoncognito.com. All three or none; none means local accounts only.
COGNITO_POOL_ID = env.str("COGNITO_POOL_ID", default="")
COGNITO_CLIENT_ID = env.str("COGNITO_CLIENT_ID", default="")
COGNITO_CLIENT_SECRET = env.str("COGNITO_CLIENT_SECRET", default="")  # of a confidential client
COGNITO_DOMAIN = env.str("COGNITO_DOMAIN", default="")
# Who must have made an ID token, and where the keys are that it is verified with; empty means AWS's, of the pool.
COGNITO_ISSUER = env.str("COGNITO_ISSUER", default="")
COGNITO_KEYS_URL = env.str("COGNITO_KEYS_URL", default="")
# For how long members keep their roles while Cognito does not say what they may do.
COGNITO_GRACE_MINUTES = env.float("COGNITO_GRACE_MINUTES", default=60.0)
# Local accounts beside company accounts: "on" folds their form away, "open" does not, "off" refuses them.
LOCAL_SIGN_IN = env.str("LOCAL_SIGN_IN", default="on")
AUTHENTICATION_BACKENDS = [
    *(["django.contrib.auth.backends.ModelBackend"] if LOCAL_SIGN_IN != "off" else []),
    *(["dashboard.cognito.backend.CompanyAccount"] if COGNITO_POOL_ID else []),
]
# Whom somebody without a role is told to ask.
SIGN_IN_CONTACT = env.str("SIGN_IN_CONTACT", default="an admin of Printdesk")

# Sessions live in PostgreSQL alone: with a copy in Redis, one that was ended while Redis was away would come back.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# How long somebody stays signed in at most, and how long while doing nothing (dashboard/sessions.py).
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=12 * 3600)
SESSION_IDLE_MINUTES = env.float("SESSION_IDLE_MINUTES", default=60.0)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if SECURE else []

# What Prometheus brings as a bearer token for /metrics, two while it is being changed; none means nobody may.
METRICS_TOKEN: list[str] = env.list("METRICS_TOKEN", default=[])

# --- The API: refused unless a view says who may. AccessMiddleware sees no bearer token, so DRF denies by itself --

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["dashboard.denied.Denied"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
# Calls a minute and token, by the rate that a call declares; above it 429. Counted in Redis.
API_CALLS_A_MINUTE = {
    "find": env.int("API_FINDS_A_MINUTE", default=12_000),
    "read": env.int("API_READS_A_MINUTE", default=12_000),
    "act": env.int("API_ACTS_A_MINUTE", default=1_200),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Printdesk API",
    "DESCRIPTION": "Where every order is, why it is stuck, whose move it is.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_NO_READ_ONLY_REQUIRED": False,
    # Fields called "state" and "tone" share names; each enum has one of its own.
    "ENUM_NAME_OVERRIDES": {
        name: f"support.api.shapes.enums.{name}"
        for name in (
            "CommandKind", "CommandState", "Kind", "Move", "OrderState", "PrintJobState", "PrintState", "RenderState",
            "ShipmentState", "Stage", "Tone",
        )
    },
}  # fmt: skip

# --- What every answer says to the browser --------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, ARTEFACTS_ORIGIN],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Forms that begin and end a company session lead on to Cognito's pages.
        "form-action": [SELF, *([COGNITO_DOMAIN] if COGNITO_DOMAIN else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
# Framing, sniffing, referrers, openers: what Django sends by itself is what we want.
SECURE_SSL_REDIRECT = SECURE
# The load balancer asks for these over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
# Set behind a proxy that always overwrites X-Forwarded-Proto, and only there.
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Deep or long bodies are refused before anything reads them.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
# What an action came to is told once on the next page, from the session: a cookie would keep it in the browser.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Static files: hashed names, kept for ever by browsers, served by whitenoise ------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
# Off while developing and testing, where files are served from where they are written.
STATIC_MANIFEST = env.bool("STATIC_MANIFEST", default=not DEBUG)
WHITENOISE_USE_FINDERS = not STATIC_MANIFEST
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}

# --- Time, language -------------------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")  # pages tell times in it and name it; stored is UTC
LANGUAGE_CODE = "en"

# --- Logs: one JSON object a line, without query strings, bodies or anything about customers ------------------

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
