"""Who may call which route, by which methods: a table made from the URLconf and the registry, of nothing else.

``manage.py access`` prints it, and tests/web/test_matrix.py holds the site to it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver

from dashboard.permissions import RULES, Access, Open, Permission, access_of, allowed
from dashboard.roles import Role

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OF_THE_BACKEND: Final = frozenset(
    {"order_id", "user_id", "line_id", "render_id", "print_job_id", "print_id", "page", "record_id", "queue"}
)
"""Arguments that name what belongs to none of us. Any other names an object that somebody here has made, or is."""

YES, NO = "yes", "–"
WORDS: Final = {(True, True): YES, (True, False): "own", (False, True): "others’", (False, False): NO}
"""What a role may, by whether it may with one's own object and with somebody else's."""


@dataclass(frozen=True, slots=True)
class Route:
    """One route of the URLconf; ``address`` is its pattern, as "/orders/<id:order_id>/"."""

    name: str
    address: str
    arguments: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def access(self) -> Access | None:
        """What its view has declared."""
        return access_of(self.view)

    @property
    def is_api(self) -> bool:
        """Whether it is a call for programs, which reads a token and no session."""
        return hasattr(self.view, "cls")

    @property
    def methods(self) -> frozenset[str] | None:
        """Those that its view takes; None where it does not say, and so takes any."""
        return _methods(self.view)

    @property
    def has_object(self) -> bool:
        """Whether its address names something of ours, so that it matters whose it is."""
        return self.access in RULES and not OF_THE_BACKEND.issuperset(self.arguments)

    @property
    def lists(self) -> bool:
        """Whether it is about all of one kind, of which a rule leaves out some."""
        return self.access in RULES and not self.arguments


def routes() -> list[Route]:
    """Every route, in the order in which they are tried."""
    return list(_routes(get_resolver().url_patterns, "/", ""))


def cell(route: Route, role: Role | None) -> str:
    """What a role may at a route, in a word; a program with that role at a call of the API. None is a stranger."""
    if not isinstance(route.access, Permission):
        told = {
            Open.PUBLIC: YES,
            Open.SCRAPER: "token",
            Open.PRINTER: "signature",
            Open.LINK: "link",
            Open.SIGNED_IN: YES if role else NO,
        }
        return told[route.access] if route.access else NO
    roles, scopes = ([role] if role else []), (list(Permission) if route.is_api else None)
    asked = (True, False) if route.has_object or route.lists else (None, None)
    own, others = (allowed(roles, route.access, own=each, scopes=scopes) for each in asked)
    return WORDS[own, others]


def table() -> str:
    """The whole table as text."""
    head = ["route", "methods", "asks for", "stranger", *Role]
    rows = [[*_named(route), cell(route, None), *(cell(route, role) for role in Role)] for route in routes()]
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in [head, *rows]) + "\n" + LEGEND


LEGEND: Final = f"""
yes: whoever has the role; in /api/, a program with the role and the scope. {NO}: nobody with that role.
own, others’: only with what is one’s own, or only with what is not. token: METRICS_TOKEN.
Any other method is refused with 405. An unsafe one without a CSRF token is refused with 403, a call of /api/ without
a bearer token with 401.
"""


def _named(route: Route) -> list[str]:
    methods = " ".join(each for each in METHODS if each in (route.methods or ()))
    return [route.address, methods or "not said", route.access.value if route.access else "not said: nobody"]


def _routes(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, address, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            arguments = tuple(pattern.pattern.converters)
            yield Route(f"{space}{pattern.name}", address, arguments, pattern.callback)


def _methods(view: Any) -> frozenset[str] | None:
    """From a view class, or from Django's ``require_http_methods`` somewhere around a function."""
    kind = getattr(view, "cls", None) or getattr(view, "view_class", None)
    if kind is not None:
        return _methods_of_class(kind)
    while view is not None:
        said = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if said is not None:
            return frozenset(said)
        view = getattr(view, "__wrapped__", None)
    return None


def _methods_of_class(kind: Any) -> frozenset[str]:
    found = {name.upper() for name in kind.http_method_names if hasattr(kind, name)}
    if getattr(kind, "metadata_class", kind) is None:
        found.discard("OPTIONS")
    if "GET" in found and "head" in kind.http_method_names:
        found.add("HEAD")
    return frozenset(found)
