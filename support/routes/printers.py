"""The addresses of printers."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
