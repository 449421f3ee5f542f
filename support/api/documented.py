"""What the schema says of parameters, errors and examples that several calls share."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from support.api.problems import CONTENT_TYPE, TITLES
from support.api.shapes.fields import ProblemShape

EVERYWHERE = (401, 403, 429, 503)

QUERY = OpenApiParameter(
    "q",
    OpenApiTypes.STR,
    required=True,
    description="What to look for, at most 200 characters.",
    examples=[OpenApiExample("An order's number", value="PX-4821-0773")],
)
ORDER_ID = OpenApiParameter("order_id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The order's id.")
USER_ID = OpenApiParameter("user_id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The customer's id.")
CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description="From the `next` of the page before.")

FOUND = OpenApiExample(
    "A parcel by its tracking number",
    response_only=True,
    status_codes=["200"],
    value={
        "results": [
            {
                "kind": "parcel",
                "id": "parcel-3",
                "order_id": "o-4821",
                "title": "parcel-3",
                "detail": "order PX-4821-0773 · I••• B••• · DE · placed 2026-11-19",
                "url": "https://printdesk.example.com/orders/o-4821#parcel-parcel-3",
                "matched_on": "tracking number",
                "exact": True,
            }
        ],
        "tried": ["order number, tracking number, phone, printer's reference or any id “br9fe043a8”"],
        "hint": "",
        "truncated": False,
    },
)


def answers(shape: Any, *errors: int, good: int = 200) -> dict[Any, Any]:
    """The answer of a call, and the problems it may have besides those that any call may have."""
    problems = {
        (code, CONTENT_TYPE): OpenApiResponse(ProblemShape, description=TITLES[code])
        for code in sorted({*errors, *EVERYWHERE})
    }
    return {good: shape, **problems}
