"""The addresses of reports that run by themselves: files in the background, and reports by mail."""

from __future__ import annotations

from django.urls import path

from support.views import report_runs, report_schedules

urlpatterns = [
    path("", report_runs.runs, name="report-runs"),
    path("ask/", report_runs.run_ask, name="report-run-ask"),
    path("mailed/", report_schedules.schedules, name="report-schedules"),
    path("mailed/new/", report_schedules.schedule_new, name="report-schedule-new"),
    path("mailed/<int:schedule_id>/end/", report_schedules.schedule_end, name="report-schedule-end"),
    path("<str:run_id>/", report_runs.run, name="report-run"),
    path("<str:run_id>/cancel/", report_runs.run_cancel, name="report-run-cancel"),
    path("<str:run_id>/file/", report_runs.run_file, name="report-run-file"),
]
