"""Celery (the app is dashboard/celery.py): its broker, how workers behave, and what wakes when."""

from __future__ import annotations

from dashboard.settings.base import env
from dashboard.settings.stores import REDIS_TIMEOUT_SECONDS, REDIS_URL

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
    # Not among the pumps: they must never wait for files.
    "learn-risk": {"task": "support.tasks.learn_risk", "schedule": 900.0, "options": {"expires": 900}},
    "score-risk": {"task": "support.tasks.score_risk", "schedule": 60.0, "options": {"expires": 60}},
    "patch-lake": {"task": "orders.tasks.patch_lake", "schedule": 3.0, "options": {"queue": "default"}},
    "tidy-lake": {"task": "orders.tasks.tidy_lake", "schedule": 900.0, "options": {"queue": "default", "expires": 900}},
    "sweep-commands": {"task": "support.tasks.sweep_commands", "schedule": 5.0},
    "finish-erasures": {"task": "support.tasks.finish_erasures", "schedule": 3600.0, "options": {"expires": 3600}},
    "settle-searches": {"task": "support.tasks.settle_searches", "schedule": 5.0, "options": {"expires": 5}},
    "run-reports": {"task": "support.tasks.run_reports", "schedule": 5.0, "options": {"expires": 5}},
    "forget-report-files": {"task": "support.tasks.forget_report_files", "schedule": 3600.0},
    "forget-calls": {"task": "support.tasks.forget_calls", "schedule": 3600.0, "options": {"expires": 3600}},
    "track-commands": {"task": "support.tasks.track_commands", "schedule": 2.0},
    "advance-bulk": {"task": "support.tasks.advance_bulk", "schedule": 2.0, "options": {"expires": 10}},
    "expire-bulk": {"task": "support.tasks.expire_bulk", "schedule": 60.0, "options": {"expires": 60}},
    "tidy-queues": {"task": "support.tasks.tidy_queues", "schedule": 3600.0, "options": {"expires": 3600}},
    "expire-requests": {"task": "support.tasks.expire_requests", "schedule": 60.0, "options": {"expires": 60}},
    "end-pauses": {"task": "support.tasks.end_pauses", "schedule": 20.0, "options": {"expires": 20}},
    "sweep-evidence": {"task": "support.tasks.sweep_evidence", "schedule": 5.0, "options": {"expires": 5}},
    "sweep-mails": {"task": "support.tasks.sweep_mails", "schedule": 5.0, "options": {"expires": 5}},
    "hear-mail-events": {"task": "support.tasks.hear_mail_events", "schedule": 2.0, "options": {"expires": 2}},
    "climb-escalations": {"task": "support.tasks.climb_escalations", "schedule": 60.0, "options": {"expires": 60}},
    "sweep-webhooks": {"task": "support.tasks.sweep_webhooks", "schedule": 5.0, "options": {"expires": 5}},
    "sweep-printer-calls": {"task": "support.tasks.sweep_printer_calls", "schedule": 5.0, "options": {"expires": 5}},
    "check-silence": {"task": "support.tasks.check_silence", "schedule": 60.0, "options": {"expires": 60}},
    "watch-claims": {"task": "support.tasks.watch_claims", "schedule": 60.0, "options": {"expires": 60}},
    "rewind-claims": {"task": "support.tasks.rewind_claims", "schedule": 3600.0, "options": {"expires": 3600}},
    "follow-watched": {"task": "support.tasks.follow_watched", "schedule": 5.0, "options": {"expires": 5}},
    # More often than the days that they count, so that no restart of beat puts them off.
    "forget-drafts": {"task": "support.tasks.forget_drafts", "schedule": 3600.0, "options": {"expires": 3600}},
    "find-incidents": {"task": "support.tasks.find_incidents", "schedule": 15.0, "options": {"expires": 15}},
    "forget-notices": {"task": "support.tasks.forget_notices", "schedule": 3600.0, "options": {"expires": 3600}},
    # What is taken away in Cognito is gone here within five minutes, though one tick be lost.
    "renew-members": {"task": "dashboard.tasks.renew_members", "schedule": 120.0, "options": {"expires": 120}},
    "forget-sessions": {"task": "dashboard.tasks.forget_sessions", "schedule": 3600.0, "options": {"expires": 3600}},
}
