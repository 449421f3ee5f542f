"""The addresses of SLA reports."""

from __future__ import annotations

from django.urls import path

from support.views import reports

urlpatterns = [
    path("", reports.report, name="reports"),
    path("behind/", reports.report_behind, name="report-behind"),
    path("export/", reports.report_export, name="report-export"),
]
