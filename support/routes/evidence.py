"""The addresses of evidence."""

from __future__ import annotations

from django.urls import URLPattern, path

from support.views import evidence, evidence_customer, evidence_files

urlpatterns: list[URLPattern] = [
    path("of/<str:escalation_id>/", evidence.evidence, name="evidence"),
    path("of/<str:escalation_id>/add/", evidence.evidence_add, name="evidence-add"),
    path("of/<str:escalation_id>/link/", evidence.evidence_link, name="evidence-link"),
    path("links/<int:link_id>/revoke/", evidence.evidence_revoke, name="evidence-revoke"),
    path("send/<str:secret>/", evidence_customer.customer, name="evidence-customer"),
    path("send/<str:secret>/add/", evidence_customer.customer_add, name="evidence-customer-add"),
    path("send/<str:secret>/came/", evidence_customer.customer_came, name="evidence-customer-came"),
    path("send/<str:secret>/done/", evidence_customer.customer_done, name="evidence-customer-done"),
    path("files/<str:evidence_id>/", evidence_files.one, name="evidence-one"),
    path("files/<str:evidence_id>/upload/", evidence_files.upload, name="evidence-upload"),
    path("files/<str:evidence_id>/sent/", evidence_files.sent, name="evidence-sent"),
    path("files/<str:evidence_id>/small/", evidence_files.small, name="evidence-small"),
    path("files/<str:evidence_id>/look/", evidence_files.look, name="evidence-look"),
    path("files/<str:evidence_id>/shows/", evidence_files.shows, name="evidence-shows"),
    path("files/<str:evidence_id>/withdraw/", evidence_files.withdraw, name="evidence-withdraw"),
]
