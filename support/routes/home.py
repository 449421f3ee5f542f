"""The addresses of the home page and what is handed over."""

from __future__ import annotations

from django.urls import path

from support.views import handover, home

urlpatterns = [
    path("", home.home, name="home"),
    path("handover/", handover.handover_new, name="handover-new"),
    path("handover/send/", handover.handover_send, name="handover-send"),
    path("handover/past/", handover.handover_past, name="handover-past"),
    path("handover/<str:handover_id>/", handover.handover, name="handover"),
]
