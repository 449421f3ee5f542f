"""Addresses under the API where there is nothing."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.permissions import Open, requires
from support.api.base import Call


class Nothing(Call):
    """A problem instead of the site's page for people, whoever asks and however."""

    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Before the method is looked at: nothing is here for any of them."""
        raise Http404("There is no such call. See /api/v1/docs/.")

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Never reached; makes the address known to the schema's tools, which leave it out."""
        raise Http404


nothing = requires(Open.PUBLIC)(Nothing.as_view())
