"""The default answer of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:
    # rest_framework.views reads the default permission, this one, while it is being imported.
    from rest_framework.views import APIView


class Denied(BasePermission):
    """Lets nobody in: a view that names no permission is closed, whoever asks."""

    message = "This resource names no permission, so nobody may use it."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Never."""
        return False
