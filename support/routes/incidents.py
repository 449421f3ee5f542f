"""The addresses of incidents."""

from __future__ import annotations

from django.urls import path

from support.views import incidents, incidents_manage

urlpatterns = [
    path("", incidents.incidents, name="incidents"),
    path("closed/", incidents.incidents_closed, name="incidents-closed"),
    path("open/", incidents.incident_open, name="incident-open"),
    path("<int:incident_id>/", incidents.incident, name="incident"),
    path("<int:incident_id>/owner/", incidents_manage.incident_owner, name="incident-owner"),
    path("<int:incident_id>/note/", incidents_manage.incident_note, name="incident-note"),
    path("<int:incident_id>/message/", incidents_manage.incident_message, name="incident-message"),
    path("<int:incident_id>/close/", incidents_manage.incident_close, name="incident-close"),
]
