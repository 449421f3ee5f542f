"""The addresses of escalations."""

from __future__ import annotations

from django.urls import URLPattern, path

from support.views import escalations

urlpatterns: list[URLPattern] = [
    path("", escalations.escalations, name="escalations"),
    path("board/", escalations.escalations_board, name="escalations-board"),
    path("<str:escalation_id>/", escalations.escalation, name="escalation"),
    path("<str:escalation_id>/move/", escalations.escalation_move, name="escalation-move"),
    path("<str:escalation_id>/owner/", escalations.escalation_owner, name="escalation-owner"),
    path("<str:escalation_id>/severity/", escalations.escalation_severity, name="escalation-severity"),
    path("<str:escalation_id>/words/", escalations.escalation_words, name="escalation-words"),
    path(
        "<str:escalation_id>/calls/<str:call_id>/again/",
        escalations.escalation_call_again,
        name="escalation-call-again",
    ),
]
