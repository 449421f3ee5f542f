"""The addresses of targets."""

from __future__ import annotations

from django.urls import path

from support.views import targets

urlpatterns = [
    path("", targets.targets, name="targets"),
    path("add/", targets.target_add, name="target-add"),
]
