"""The site's routes, from the URLconf: what the walks over roles and browsers go through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from dashboard.permissions import Access, access_of
from tests.web import stories
from tests.web.conftest import RECORD_ID

ARGUMENTS = {
    "order_id": stories.ORDER_ID,
    "line_id": "l1",
    "render_id": "r-22aa",
    "print_job_id": "j-9",
    "user_id": stories.USER_ID,
    "record_id": RECORD_ID,
    "command_id": "c-404",
    "print_id": "p1",
    "page": "1",
}
"""What each argument of a route stands for in the walks; a route with another one must be given a value here."""


@dataclass(frozen=True)
class Route:
    """One address of the site."""

    name: str
    path: str
    view: Callable[..., Any]

    @property
    def access(self) -> Access | None:
        """What its view has declared."""
        return access_of(self.view)

    @property
    def is_api(self) -> bool:
        """Whether it is a call for programs, which reads a token and no session."""
        return hasattr(self.view, "cls")


def routes() -> list[Route]:
    """Every route of the URLconf."""
    return list(_routes(get_resolver().url_patterns, "/", ""))


def _routes(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, path, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            for name, converter in pattern.pattern.converters.items():
                kind = {"StringConverter": "str", "RecordId": "id", "IntConverter": "int"}[type(converter).__name__]
                path = path.replace(f"<{kind}:{name}>", ARGUMENTS[name])
            yield Route(f"{space}{pattern.name}", path, pattern.callback)
