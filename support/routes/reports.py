"""The addresses of SLA reports."""

from __future__ import annotations

from django.urls import path

from support.views import reports, reports_behind, risk

urlpatterns = [
    path("", reports.report, name="reports"),
    path("stages/", reports.report_stages, name="report-stages"),
    path("printers/", reports.report_printers, name="report-printers"),
    path("lanes/", reports.report_lanes, name="report-lanes"),
    path("carriers/", reports.report_carriers, name="report-carriers"),
    path("products/", reports.report_products, name="report-products"),
    path("breaches/", reports.report_breaches, name="report-breaches"),
    path("risk/", risk.risk, name="report-risk"),
    path("behind/", reports_behind.report_behind, name="report-behind"),
    path("export/", reports_behind.report_export, name="report-export"),
]
