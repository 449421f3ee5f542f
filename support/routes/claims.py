"""The addresses of claims."""

from __future__ import annotations

from django.urls import URLPattern, path

from support.views import claims, claims_make

urlpatterns: list[URLPattern] = [
    path("", claims.claims, name="claims"),
    path("export/", claims.claims_export, name="claims-export"),
    path("of/<str:escalation_id>/", claims_make.claim_make, name="claim-make"),
    path("<str:claim_id>/", claims.claim, name="claim"),
    path("<str:claim_id>/move/", claims.claim_move, name="claim-move"),
]
