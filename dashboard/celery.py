"""The Celery application; its settings are the CELERY_ ones of dashboard/settings/."""

from __future__ import annotations

import os

# SIGTERM, which every supervisor sends, becomes Celery's soft shutdown: tasks get
# CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT seconds to end. Read when Celery is imported, hence before it.
os.environ.setdefault("REMAP_SIGTERM", "SIGQUIT")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")

from celery import Celery

from dashboard.kept_beat import KeptBeat

app = Celery("printdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(KeptBeat)
