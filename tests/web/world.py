"""What the walk over all routes finds: one order in the projection, people of every role, programs, their objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.utils import timezone
from django.utils.http import urlencode

from dashboard.models import ApiToken
from dashboard.permissions import Permission
from dashboard.roles import Role
from dashboard.tokens import create_token
from orders import cloud as clients
from orders.projections.quarantine import listing
from orders.store import live_store
from orders.streams.engine import drain
from tests.streams import backend
from tests.web import stories
from tests.web.routes import ARGUMENTS

CSRF = "c" * 32
WRITES = ("Put", "Update", "Delete", "Transact", "BatchWrite", "Create")
BOOKKEEPING = {"django_session", "dashboard_apitoken"}
"""Tables that a GET may write: when a session and a token were last used."""


def load_order() -> None:
    """The order of ARGUMENTS, in the projection by way of the streams, and a row that was set aside."""
    order = ARGUMENTS["order_id"]
    lines = [
        {"line_id": f"l{n}", "print_id": f"p{n}", "product": "photobook", "quantity": 1, "unit_price": 4990}
        for n in (1, 2)
    ]
    failure = {"code": "asset_missing", "message": "page 7", "page": 7}
    backend.put("users", backend.user(stories.USER_ID))
    backend.put("printers", {"printer_id": "koeln", "name": "Köln", "state": "active", "products": ["photobook"]})
    backend.put("orders", backend.order(order, user_id=stories.USER_ID, lines=lines, state="preparing"))
    backend.put("orders", backend.order("o-1", total="much"))
    for n in (1, 2):
        backend.put("prints", backend.design(f"p{n}", user_id=stories.USER_ID))
    backend.put("renders", backend.render("r-1", order, line_id="l1", state="failed", failure=failure))
    backend.put("renders", backend.render(ARGUMENTS["render_id"], order, line_id="l2", print_id="p2"))
    backend.put("print_jobs", backend.job(ARGUMENTS["print_job_id"], order, line_id="l2", render_id="r-22aa"))
    drain()


def set_aside() -> str:
    """The id of the row that was set aside."""
    return listing(live_store()).entries[0].id


def person(name: str, *roles: Role) -> User:
    """Somebody with a local account."""
    made = User.objects.create_user(name, first_name=name.title())
    made.groups.set(Group.objects.filter(name__in=roles))
    return made


def session_of(who: User) -> str:
    """The key of a session in which they are signed in."""
    client = Client()
    client.force_login(who)
    return str(client.cookies["sessionid"].value)


@dataclass
class Effects:
    """What was written while one request ran: rows by SQL table, and names of DynamoDB's operations."""

    rows: dict[str, int] = field(default_factory=dict)
    operations: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.rows} {self.operations}"

    def __bool__(self) -> bool:
        return bool(self.rows or self.operations)


@contextmanager
def watching() -> Iterator[Effects]:
    """What is written inside: each insert, update and delete of any table, even one that changes nothing, counts."""
    told, before = Effects(), _written()

    def note(model: Any, **_rest: Any) -> None:
        if model.name.startswith(WRITES):
            told.operations.append(model.name)

    events = clients.dynamodb().meta.events
    events.register("before-call.dynamodb.*", note)
    try:
        yield told
    finally:
        events.unregister("before-call.dynamodb.*", note)
        after = _written()
        told.rows = {
            table: after[table] - before.get(table, 0)
            for table in after
            if after[table] != before.get(table, 0) and table not in BOOKKEEPING
        }


def _written() -> dict[str, int]:
    """Rows written by this transaction so far, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class Caller:
    """Who calls, and how they say who they are. ``role`` is None for nobody's; ``scopes`` are a program's.

    ``me`` is the person or token, None for a stranger.
    """

    name: str
    headers: Mapping[str, str] = field(default_factory=dict)
    session: str = ""
    role: Role | None = None
    me: User | ApiToken | None = None
    scopes: tuple[str, ...] | None = None

    def call(self, method: str, path: str, body: Mapping[str, str], *, csrf: bool = True) -> Any:
        """The answer to one request, from a browser that sends back no CSRF token without ``csrf``."""
        cookies = {"csrftoken": CSRF} | ({"sessionid": self.session} if self.session else {})
        headers = {
            **self.headers,
            **({"X-CSRFToken": CSRF} if csrf else {}),
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        if body:
            return SITE.generic(method, path, urlencode(body), "application/x-www-form-urlencoded", headers=headers)
        return SITE.generic(method, path, headers=headers)


class Site(RequestFactory):
    """Answers as Django's test client does, without what that keeps of each answer: the walk makes thousands."""

    def __init__(self) -> None:
        super().__init__()
        self._handler = ClientHandler(enforce_csrf_checks=True)

    def request(self, **environ: Any) -> Any:
        """The answer instead of the request."""
        return self._handler(self._base_environ(**environ))  # type: ignore[attr-defined]


SITE = Site()


def people() -> list[Caller]:
    """A stranger, somebody without a role, and one of each role."""
    callers = [Caller("stranger")]
    for role in (None, *Role):
        who = person(f"the-{role or 'nobody'}", *([role] if role else []))
        callers.append(Caller(role or "no role", session=session_of(who), role=role, me=who))
    return callers


def programs() -> list[Caller]:
    """For each role a token with every scope there is, those for people too, and one whose scope leads nowhere."""
    callers = []
    for role in Role:
        for name, scopes in (("every scope", list(Permission)), ("no scope", [Permission.MANAGE_LIMITS])):
            token, plain = create_token(f"{role} {name}", role, scopes=scopes, lifetime=timedelta(days=1))
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now())
            bearer = {"Authorization": f"Bearer {plain}"}
            callers.append(Caller(f"{role}, {name}", bearer, role=role, me=token, scopes=tuple(token.scopes)))
    return callers
