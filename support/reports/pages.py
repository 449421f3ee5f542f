"""The pages of reports: where each is, and what it asks where its address does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from orders.sla.facts import Unit
from orders.sla.report import definitions

TRANSIT: Final = "handed_over_to_delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``by`` and ``unit`` are what is asked unless somebody says otherwise, ``stages`` those whose lengths it shows."""

    slug: str
    route: str
    name: str
    by: str = ""
    unit: Unit = Unit.ORDER
    stages: tuple[str, ...] = ()


OVERVIEW: Final = Page(slug="overview", route="reports", name="Overview", by="week")
STAGES: Final = Page(slug="stages", route="report-stages", name="Stages", stages=tuple(definitions.STAGES))
PRINTERS: Final = Page(
    slug="printers", route="report-printers", name="Printers", by="printer,week", unit=Unit.PRINT_JOB
)
LANES: Final = Page(slug="lanes", route="report-lanes", name="Lanes")
CARRIERS: Final = Page(
    slug="carriers", route="report-carriers", name="Carriers", by="carrier,service", unit=Unit.PARCEL, stages=(TRANSIT,)
)
PRODUCTS: Final = Page(slug="products", route="report-products", name="Products", by="product")
BREACHES: Final = Page(slug="breaches", route="report-breaches", name="Breaches")
PAGES: Final = (OVERVIEW, STAGES, PRINTERS, LANES, CARRIERS, PRODUCTS, BREACHES)


def page_of(slug: str) -> Page:
    """The page of a name, the overview where there is none."""
    return next((page for page in PAGES if page.slug == slug), OVERVIEW)
