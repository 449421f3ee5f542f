"""Every address of the site, grouped by the part that answers it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from dashboard import health, metrics, views
from dashboard.cognito import views as company

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/company/", company.leave, name="company-sign-in"),
    path("sign-in/company/back/", company.back, name="company-back"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("status/", views.status, name="status"),
    path("status/runbook/", views.runbook, name="runbook"),
    path("api/v1/", include("support.api.urls")),
    path("", include("support.urls")),
]

handler400 = "dashboard.views.bad_request"
handler500 = "dashboard.views.server_error"
