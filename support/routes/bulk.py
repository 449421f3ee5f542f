"""The addresses of bulk jobs."""

from __future__ import annotations

from django.urls import path

from support.views import bulk, bulk_new, bulk_steer

urlpatterns = [
    path("", bulk.bulk, name="bulk"),
    path("new/", bulk_new.bulk_new, name="bulk-new"),
    path("<str:job_id>/", bulk.bulk_job, name="bulk-job"),
    path("<str:job_id>/now/", bulk.bulk_now, name="bulk-now"),
    path("<str:job_id>/rows/", bulk.bulk_rows, name="bulk-rows"),
    path("<str:job_id>/start/", bulk_steer.bulk_start, name="bulk-start"),
    path("<str:job_id>/approve/", bulk_steer.bulk_approve, name="bulk-approve"),
    path("<str:job_id>/decline/", bulk_steer.bulk_decline, name="bulk-decline"),
    path("<str:job_id>/pause/", bulk_steer.bulk_pause, name="bulk-pause"),
    path("<str:job_id>/resume/", bulk_steer.bulk_resume, name="bulk-resume"),
    path("<str:job_id>/cancel/", bulk_steer.bulk_cancel, name="bulk-cancel"),
    path("<str:job_id>/retry-failed/", bulk_steer.bulk_retry_failed, name="bulk-retry-failed"),
]
