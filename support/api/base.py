"""What every call has in common: tokens, a declared permission, a rate, JSON, problems, and no copies kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from rest_framework.authentication import BaseAuthentication
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dashboard.permissions import Permission
from support.api.client import BearerToken, caller_may
from support.api.problems import on_exception
from support.api.throttles import PerMinute


class DeclaredPermission(BasePermission):
    """Lets a caller in who holds the permission that the view declares; without a declaration, nobody."""

    message = "This token's role and scopes do not allow this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """See the class."""
        declared = getattr(view, "permission", None)
        return isinstance(declared, Permission) and caller_may(request, declared)


class AlwaysJson(BaseContentNegotiation):
    """One form for every answer, whatever ``Accept`` says: errors too must be readable."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The first one."""
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """The first one."""
        return renderers[0], renderers[0].media_type


class Call(APIView):
    """The base of every call. A subclass declares ``permission`` and, where it is dear, its ``rate``."""

    permission: ClassVar[Permission | None] = None
    rate: ClassVar[str] = "read"

    authentication_classes: Sequence[type[BaseAuthentication]] = (BearerToken,)
    permission_classes: Sequence[type[BasePermission]] = (DeclaredPermission,)
    throttle_classes = (PerMinute,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = AlwaysJson
    metadata_class = None

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response]:
        """Every error is a problem."""
        return on_exception

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """No program or proxy on the way keeps what is about customers."""
        response.headers.setdefault("Cache-Control", "no-store")
        return super().finalize_response(request, response, *args, **kwargs)
