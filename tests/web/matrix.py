"""What each request has to come to, from the URLconf, the registry and the declared answers; and the walk over all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from rest_framework.authentication import SessionAuthentication

from dashboard.access_table import METHODS
from dashboard.models import ApiToken
from dashboard.permissions import CHECKED_BY_VIEW, RULES, Open, Permission, allowed
from tests.web.answers import BODIES, always, answer_of
from tests.web.objects import OBJECTS
from tests.web.routes import Route
from tests.web.world import Caller, Effects, watching

SAFE = ("GET", "HEAD", "OPTIONS")
NOT_THERE = frozenset({403, 404})
"""How an object that is not for somebody is refused: they may not, or it is none that they know of."""


@dataclass(frozen=True)
class Ask:
    """One request: ``own`` says whose the object in its address is, None where it names none."""

    route: Route
    method: str
    caller: Caller
    own: bool | None

    def __str__(self) -> str:
        whose = {None: "", True: ", one's own", False: ", somebody else's"}[self.own]
        return f"{self.method} {self.route.name} by {self.caller.name}{whose}"


@dataclass(frozen=True)
class Came:
    """What a request came to."""

    ask: Ask
    status: int
    effects: Effects


def asks(routes: Iterable[Route], callers: Iterable[Caller]) -> Iterator[Ask]:
    """Every route × method × caller × whose."""
    for route in routes:
        for caller in callers:
            for method in METHODS:
                for own in (True, False) if route.has_object and caller.me else (None,):
                    yield Ask(route, method, caller, own)


def walk(all_asks: Iterable[Ask], values: Mapping[str, str], other: User, *, csrf: bool = True) -> Iterator[Came]:
    """Make each request in a transaction of its own that is taken back; ``other`` has what is somebody else's."""
    for ask in all_asks:
        with transaction.atomic():
            path = ask.route.filled({**values, **_objects(ask, other)})
            with watching() if ask.method in SAFE or not csrf else nullcontext(Effects()) as effects:
                answer = ask.caller.call(ask.method, path, BODIES.get(ask.route.name, {}), csrf=csrf)
            transaction.set_rollback(True)
        yield Came(ask, answer.status_code, effects)


def right(ask: Ask) -> frozenset[int] | None:
    """The statuses that are right; None where the answer was not declared."""
    told = always(ask.route.name, signed_in=bool(ask.caller.session)) or refusal(ask)
    if told:
        return told
    if ask.method not in (ask.route.methods or ()):
        return frozenset({405})
    if not _rule_holds(ask):
        return NOT_THERE
    return answer_of(ask.route.name, ask.method)


def lets_in(ask: Ask) -> bool:
    """Whether the view has to answer the request."""
    return not refusal(ask) and ask.method in (ask.route.methods or ()) and _rule_holds(ask)


def refusal(ask: Ask) -> frozenset[int]:
    """How the request is refused before its view is asked; nothing where it is let in."""
    access, caller = ask.route.access, ask.caller
    if access in CHECKED_BY_VIEW:
        return frozenset()
    if access is Open.SCRAPER:
        return frozenset() if caller.name == "scraper" else frozenset({401})
    if ask.route.is_api:
        known = caller.scopes is not None or (_takes_sessions(ask.route) and caller.role)
        return frozenset() if known and _may(ask) else frozenset({403 if known else 401})
    if not isinstance(caller.me, User):
        return frozenset({302})
    signed_in = access is Open.SIGNED_IN and (caller.role or ask.route.name == "sign-out")
    return frozenset() if signed_in or _may(ask) else frozenset({403})


def _may(ask: Ask, own: bool | None = None) -> bool:
    roles = [ask.caller.role] if ask.caller.role else []
    access = ask.route.access
    return isinstance(access, Permission) and allowed(roles, access, own=own, scopes=ask.caller.scopes)


def _rule_holds(ask: Ask) -> bool:
    return ask.own is None or ask.route.access not in RULES or _may(ask, ask.own)


def _takes_sessions(route: Route) -> bool:
    return SessionAuthentication in route.view.cls.authentication_classes  # type: ignore[attr-defined]


def _objects(ask: Ask, other: User) -> dict[str, str]:
    """The objects of ours that the address names."""
    owner: User | ApiToken = ask.caller.me if ask.own and ask.caller.me else other
    return {name: OBJECTS[name](owner) for name in ask.route.arguments if name in OBJECTS}
