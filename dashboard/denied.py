"""The default answer of the API."""

from __future__ import annotations

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


class Denied(BasePermission):
    """Lets nobody in: a view that names no permission is closed, whoever asks."""

    message = "This resource names no permission, so nobody may use it."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Never."""
        return False
