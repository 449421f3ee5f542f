"""The addresses of the home page and what is handed over."""

from __future__ import annotations

from django.urls import path

from support.views import home

urlpatterns = [
    path("", home.home, name="home"),
]
