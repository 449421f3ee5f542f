"""The main navigation: what a role opens all day stands in the bar, the rest under "More"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse

from dashboard.permissions import ACTING, Permission, allowed
from dashboard.roles import Role, roles_of
from support.home.jobs import number_to_approve
from support.requests.listing import waiting_for

IN_THE_BAR: Final = 6
"""More than these, of somebody with several roles, would not fit beside the search box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page to go to. ``daily`` are the roles that have it in the bar; ``waiting`` counts what waits there for
    somebody who may ``decide``, which ``to_do`` puts in words.
    """

    label: str
    route: str
    permission: Permission
    daily: Collection[Role] = ()
    decide: Permission | None = None
    waiting: Callable[[User], int] | None = None
    to_do: str = ""


EVERYBODY: Final = tuple(Role)
WORKING: Final = ACTING | {Role.MANAGER}
ENTRIES: Final = (
    Entry(label="Find", route="find", permission=Permission.FIND, daily=EVERYBODY),
    Entry(label="Queues", route="queues", permission=Permission.VIEW_QUEUES, daily=WORKING),
    Entry(
        label="Bulk jobs",
        route="bulk",
        permission=Permission.VIEW_BULK,
        daily=(Role.SENIOR, Role.OPS, Role.MANAGER),
        decide=Permission.DECIDE_BULK,
        waiting=number_to_approve,
        to_do="to approve",
    ),
    Entry(label="Printers", route="printers", permission=Permission.VIEW_PRINTERS, daily=(Role.OPS,)),
    Entry(label="Incidents", route="incidents", permission=Permission.VIEW_INCIDENTS, daily=(Role.OPS,)),
    Entry(label="Escalations", route="escalations", permission=Permission.VIEW_ESCALATIONS, daily=WORKING),
    Entry(label="Claims", route="claims", permission=Permission.VIEW_CLAIMS),
    Entry(label="Calls", route="webhooks", permission=Permission.VIEW_WEBHOOKS),
    Entry(label="Mails", route="mails", permission=Permission.VIEW_MAILS),
    Entry(label="Reports", route="reports", permission=Permission.VIEW_REPORTS, daily=(Role.MANAGER,)),
    Entry(
        label="Requests",
        route="requests",
        permission=Permission.VIEW_REQUESTS,
        daily=(Role.AGENT, Role.SENIOR, Role.MANAGER),
        decide=Permission.DECIDE_REQUEST,
        waiting=waiting_for,
        to_do="to decide",
    ),
    Entry(label="Commands", route="commands", permission=Permission.VIEW_COMMANDS, daily=(Role.AGENT,)),
    Entry(label="Handover", route="handover-new", permission=Permission.HAND_OVER),
    Entry(label="Replies", route="replies", permission=Permission.EDIT_REPLIES),
    Entry(
        label="Audit",
        route="audit",
        permission=Permission.VIEW_AUDIT,
        daily=(Role.ADMIN, Role.AUDITOR),
    ),
    Entry(label="Rules", route="printer-rules-list", permission=Permission.VIEW_PRINTER_RULES),
    Entry(label="Staff", route="staff", permission=Permission.VIEW_STAFF, daily=(Role.ADMIN, Role.AUDITOR)),
    Entry(label="Status", route="status", permission=Permission.VIEW_STATUS, daily=(Role.ADMIN,)),
    Entry(label="API", route="api:docs", permission=Permission.USE_API_DOCS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry as it is drawn. ``current`` is "page" for the page itself, "true" for one of those behind it."""

    id: str
    label: str
    address: str
    current: str
    waiting: int
    to_do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Navigation:
    """What stands in the bar, and what is folded away."""

    bar: Sequence[Link]
    more: Sequence[Link]

    @property
    def inside(self) -> str:
        """Where somebody is, if that is folded away."""
        return next((link.label for link in self.more if link.current), "")

    @property
    def waiting(self) -> int:
        """How much waits in what is folded away."""
        return sum(link.waiting for link in self.more)


def navigation(request: HttpRequest) -> Navigation:
    """For the person of a request, each entry only where they may go."""
    roles = roles_of(request.user)
    theirs = [entry for entry in ENTRIES if allowed(roles, entry.permission)]
    daily = [entry for entry in theirs if not roles.isdisjoint(entry.daily)][:IN_THE_BAR]
    return Navigation(
        bar=[_link(entry, request) for entry in daily],
        more=[_link(entry, request) for entry in theirs if entry not in daily],
    )


def _link(entry: Entry, request: HttpRequest) -> Link:
    address = reverse(entry.route)
    return Link(
        id=f"nav-{entry.label.lower().replace(' ', '-')}",
        label=entry.label,
        address=address,
        current=_current(address, request.path),
        waiting=_waiting(entry, request),
        to_do=entry.to_do,
    )


def _current(address: str, path: str) -> str:
    if path == address:
        return "page"
    return "true" if address != reverse("find") and path.startswith(address) else ""


def _waiting(entry: Entry, request: HttpRequest) -> int:
    """In one query; 0 without one for whoever decides nothing there."""
    person = request.user
    if entry.waiting is None or entry.decide is None or not isinstance(person, User):
        return 0
    return entry.waiting(person) if allowed(roles_of(person), entry.decide) else 0
