"""The addresses of printers."""

from __future__ import annotations

from django.urls import path

from support.views import printers

urlpatterns = [
    path("", printers.printers, name="printers"),
    # The longer addresses first, because an id may hold a slash.
    path("<id:printer_id>/pause/", printers.printer_pause, name="printer-pause"),
    path("<id:printer_id>/resume/", printers.printer_resume, name="printer-resume"),
    path("<id:printer_id>/", printers.printer, name="printer"),
]
