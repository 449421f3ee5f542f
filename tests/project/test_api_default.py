"""The API is closed where nobody has opened it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView


class Forgotten(APIView):
    """A view that names no permission."""

    def get(self, request: Request) -> Response:
        return Response("secret")


@pytest.mark.parametrize("superuser", [False, True])
def test_a_view_without_permission_lets_nobody_in(superuser: bool) -> None:
    request = APIRequestFactory().get("/")
    force_authenticate(request, User(username="somebody", is_superuser=superuser))
    assert Forgotten.as_view()(request).status_code == 403
