"""The addresses of reports that run by themselves."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
