"""The project: settings, sign-in, roles, the frame of the page."""

from dashboard.celery import app as celery_app

__all__ = ["celery_app"]
