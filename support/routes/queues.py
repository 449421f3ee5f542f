"""The addresses of queues."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
