"""The OpenAPI document, and what fills a page of our own from it."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.permissions import Permission
from support.api.base import Call
from support.api.client import BearerToken
from support.api.described_webhooks import webhooks


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the document says that calls take a bearer token."""

    target_class = BearerToken
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """RFC 6750."""
        return {"type": "http", "scheme": "bearer", "description": "A token from `manage.py create_api_token`."}


@cache
def document() -> dict[str, Any]:
    """The whole OpenAPI 3.1 document; made once, it depends on nothing but the code."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    found: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found | {"webhooks": webhooks()}


class Schema(Call):
    """The document itself; also for who is signed in, so that the page can offer it."""

    permission = Permission.USE_API_DOCS
    authentication_classes = (BearerToken, SessionAuthentication)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """OpenAPI 3.1, as JSON."""
        return Response(document(), content_type="application/vnd.oai.openapi+json")
