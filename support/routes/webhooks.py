"""The addresses of printers' calls."""

from __future__ import annotations

from django.urls import URLPattern, path

from support.views import webhooks

urlpatterns: list[URLPattern] = [
    path("", webhooks.webhooks, name="webhooks"),
    path("<int:webhook_id>/", webhooks.webhook, name="webhook"),
    path("<int:webhook_id>/again/", webhooks.webhook_again, name="webhook-again"),
    path("<int:webhook_id>/dismiss/", webhooks.webhook_dismiss, name="webhook-dismiss"),
]
