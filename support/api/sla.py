"""SLA reports by program."""

from __future__ import annotations

from typing import Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.permissions import Permission
from orders.sla.facts import Unit
from orders.sla.lake.local import NoLake
from orders.sla.report.answer import answer
from orders.sla.report.definitions import DIMENSIONS
from orders.sla.report.question import BadQuestion, Cohort, Promise, asked
from orders.sla.report.told import told
from orders.store import live_store
from support.api import documented
from support.api.base import Call
from support.api.problems import problem
from support.api.shapes.sla import SlaShape

BY: Final = ", ".join(DIMENSIONS)
QUERY: Final = [
    OpenApiParameter("from", OpenApiTypes.DATE, required=True, description="The first day."),
    OpenApiParameter("to", OpenApiTypes.DATE, required=True, description="The last day, included."),
    OpenApiParameter("unit", enum=list(Unit), default=Unit.ORDER),
    OpenApiParameter("cohort", enum=list(Cohort), default=Cohort.PLACED, description="Which day counts."),
    OpenApiParameter("promise", enum=list(Promise), default=Promise.ORIGINAL),
    OpenApiParameter("by", description=f"One or two, with a comma: {BY}."),
    OpenApiParameter("where", many=True, description="`DIMENSION=VALUE`, may be repeated; an empty value is none."),
    OpenApiParameter("timezone", default="UTC", description="Of the days, as `Europe/Berlin`."),
    OpenApiParameter("as_of", OpenApiTypes.DATETIME, description="What has happened by then; now, if it is not said."),
]


class Sla(Call):
    """How promises were kept."""

    permission = Permission.VIEW_REPORTS
    rate = "find"

    @extend_schema(
        operation_id="sla",
        summary="How promises were kept",
        parameters=QUERY,
        responses=documented.answers(SlaShape, 400),
        tags=["Reports"],
    )
    def get(self, request: Request) -> Response:
        """The same as `manage.py sla_report --json`: the same question, as-of and data give the same answer."""
        said = request.query_params
        names = ("unit", "cohort", "promise", "by", "timezone", "as_of")
        try:
            question = asked(
                start=said.get("from", ""),
                end=said.get("to", ""),
                where=said.getlist("where"),
                **{name: said.get(name, "") for name in names},
            )
            return Response(told(answer(question, live_store().table)))
        except BadQuestion as bad:
            return problem(400, "See errors.", errors={name: [words] for name, words in bad.errors.items()})
        except NoLake as away:
            return problem(503, str(away), headers={"Retry-After": "10"})
