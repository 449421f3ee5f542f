"""Who may do what: the one registry that pages, API and templates ask. Whatever is not written here is denied.

A page declares what it needs with ``@requires(Permission.X)``; ``AccessMiddleware`` enforces it and refuses
views that declare nothing. An API view class declares it as ``permission = Permission.X`` and is enforced by
the API's own permission class, after its token has been read.

Where it matters whose an object is, ``RULES`` says so, and whoever has the object at hand asks ``allowed`` with
``own``. How much of something a role may do is in ``dashboard.limits``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any, Final, TypeVar

from dashboard.roles import Role

View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    """One thing somebody may do."""

    FIND = "find"
    VIEW_CUSTOMER = "view_customer"
    VIEW_ORDER = "view_order"
    VIEW_STATUS = "view_status"
    VIEW_QUARANTINE = "view_quarantine"
    MEND_QUARANTINE = "mend_quarantine"
    VIEW_COMMANDS = "view_commands"
    VIEW_ALL_COMMANDS = "view_all_commands"
    GIVE_COMMANDS = "give_commands"
    RENDER_AGAIN = "render_again"
    REPRINT = "reprint"
    REROUTE = "reroute"
    CANCEL_PRINT_JOB = "cancel_print_job"
    REPLACE_TWICE = "replace_twice"
    GIVE_UP_COMMAND = "give_up_command"
    ASK_REPRINT = "ask_reprint"
    VIEW_REQUESTS = "view_requests"
    DECIDE_REQUEST = "decide_request"
    VIEW_QUEUES = "view_queues"
    WORK_QUEUE = "work_queue"
    SAVE_VIEW = "save_view"
    EXPORT_QUEUE = "export_queue"
    VIEW_BULK = "view_bulk"
    BULK = "bulk"
    STEER_BULK = "steer_bulk"
    STEER_ALL_BULK = "steer_all_bulk"
    DECIDE_BULK = "decide_bulk"
    VIEW_PRINTERS = "view_printers"
    PAUSE_PRINTER = "pause_printer"
    VIEW_INCIDENTS = "view_incidents"
    MANAGE_INCIDENT = "manage_incident"
    VIEW_ESCALATIONS = "view_escalations"
    ESCALATE = "escalate"
    MOVE_ESCALATION = "move_escalation"
    LEAD_ESCALATIONS = "lead_escalations"
    VIEW_EVIDENCE = "view_evidence"
    ADD_EVIDENCE = "add_evidence"
    VIEW_CLAIMS = "view_claims"
    MAKE_CLAIM = "make_claim"
    SETTLE_CLAIM = "settle_claim"
    MAKE_RIGHT = "make_right"
    VIEW_MAILS = "view_mails"
    MEND_MAIL = "mend_mail"
    VIEW_WEBHOOKS = "view_webhooks"
    MEND_WEBHOOK = "mend_webhook"
    VIEW_PRINTER_RULES = "view_printer_rules"
    MANAGE_PRINTER_RULES = "manage_printer_rules"
    HAND_OVER = "hand_over"
    VIEW_REPORTS = "view_reports"
    EXPORT_REPORT = "export_report"
    SCHEDULE_REPORT = "schedule_report"
    MANAGE_TARGETS = "manage_targets"
    WRITE_NOTE = "write_note"
    PIN_NOTE = "pin_note"
    WATCH = "watch"
    BE_SEEN = "be_seen"
    VIEW_NOTICES = "view_notices"
    REVEAL = "reveal"
    VIEW_AUDIT = "view_audit"
    EXPORT_AUDIT = "export_audit"
    EDIT_REPLIES = "edit_replies"
    VIEW_STAFF = "view_staff"
    MANAGE_STAFF = "manage_staff"
    MANAGE_LIMITS = "manage_limits"
    MANAGE_TOKENS = "manage_tokens"
    USE_API_DOCS = "use_api_docs"


class Open(Enum):
    """What a view asks for where it is not a permission."""

    PUBLIC = "everybody"
    SCRAPER = "a program that knows METRICS_TOKEN"
    SIGNED_IN = "anybody who is signed in"
    PRINTER = "a printer that signs its call"
    LINK = "whoever holds a link to upload"


Access = Permission | Open

CHECKED_BY_VIEW: Final = frozenset({Open.PUBLIC, Open.PRINTER, Open.LINK})
"""No session is asked for: a signature or a link says who calls, and the view itself checks it."""

EVERY_ROLE: Final = frozenset(Role)
ACTING: Final = frozenset({Role.AGENT, Role.SENIOR, Role.OPS})
PRINTING: Final = frozenset({Role.SENIOR, Role.OPS})
WRITING: Final = EVERY_ROLE - {Role.AUDITOR}

MAY: Final[Mapping[Permission, frozenset[Role]]] = MappingProxyType(
    {
        Permission.FIND: EVERY_ROLE,
        Permission.VIEW_CUSTOMER: EVERY_ROLE,
        Permission.VIEW_ORDER: EVERY_ROLE,
        Permission.VIEW_STATUS: frozenset({Role.OPS, Role.MANAGER, Role.ADMIN}),
        Permission.VIEW_QUARANTINE: frozenset({Role.OPS, Role.MANAGER, Role.ADMIN}),
        Permission.MEND_QUARANTINE: frozenset({Role.OPS, Role.ADMIN}),
        Permission.VIEW_COMMANDS: EVERY_ROLE - {Role.AUDITOR},
        Permission.VIEW_ALL_COMMANDS: frozenset({Role.OPS, Role.MANAGER, Role.ADMIN}),
        # The call that takes commands of every kind; each kind needs its own permission too.
        Permission.GIVE_COMMANDS: ACTING,
        Permission.RENDER_AGAIN: ACTING,
        Permission.REPRINT: PRINTING,
        Permission.REROUTE: PRINTING,
        Permission.CANCEL_PRINT_JOB: PRINTING,
        Permission.REPLACE_TWICE: frozenset({Role.SENIOR}),
        Permission.GIVE_UP_COMMAND: frozenset({Role.OPS}),
        # An agent's wish for a reprint; somebody else decides, within what their own role may ask for.
        Permission.ASK_REPRINT: frozenset({Role.AGENT}),
        Permission.VIEW_REQUESTS: ACTING | {Role.MANAGER},
        Permission.DECIDE_REQUEST: PRINTING | {Role.MANAGER},
        Permission.VIEW_QUEUES: EVERY_ROLE,
        Permission.WORK_QUEUE: ACTING | {Role.MANAGER},
        Permission.SAVE_VIEW: WRITING,
        Permission.EXPORT_QUEUE: frozenset({Role.OPS, Role.MANAGER}),
        Permission.VIEW_BULK: EVERY_ROLE - {Role.AUDITOR},
        Permission.BULK: PRINTING,
        # Pausing, resuming, cancelling and trying again.
        Permission.STEER_BULK: PRINTING | {Role.MANAGER},
        Permission.STEER_ALL_BULK: frozenset({Role.OPS, Role.MANAGER}),
        Permission.DECIDE_BULK: frozenset({Role.MANAGER}),
        Permission.VIEW_PRINTERS: EVERY_ROLE,
        Permission.PAUSE_PRINTER: frozenset({Role.OPS}),
        Permission.VIEW_INCIDENTS: EVERY_ROLE,
        Permission.MANAGE_INCIDENT: frozenset({Role.OPS, Role.MANAGER}),
        Permission.VIEW_ESCALATIONS: EVERY_ROLE,
        Permission.ESCALATE: ACTING,
        Permission.MOVE_ESCALATION: ACTING | {Role.MANAGER},
        # Moving anybody's, and ending one without a result.
        Permission.LEAD_ESCALATIONS: PRINTING | {Role.MANAGER},
        # Photos may show customers: those who work on a case see them, and each look is audited.
        Permission.VIEW_EVIDENCE: ACTING | {Role.MANAGER},
        Permission.ADD_EVIDENCE: ACTING | {Role.MANAGER},
        Permission.VIEW_CLAIMS: EVERY_ROLE,
        Permission.MAKE_CLAIM: ACTING | {Role.MANAGER},
        # Saying what was granted and credited.
        Permission.SETTLE_CLAIM: PRINTING | {Role.MANAGER},
        # The one step; each of its parts needs its own permission too.
        Permission.MAKE_RIGHT: ACTING,
        Permission.VIEW_MAILS: ACTING | {Role.MANAGER, Role.ADMIN},
        # Deciding about a mail of which nobody knows whether it was sent.
        Permission.MEND_MAIL: PRINTING | {Role.MANAGER},
        Permission.VIEW_WEBHOOKS: frozenset({Role.OPS, Role.MANAGER, Role.ADMIN}),
        Permission.MEND_WEBHOOK: frozenset({Role.OPS, Role.ADMIN}),
        Permission.VIEW_PRINTER_RULES: frozenset({Role.OPS, Role.MANAGER, Role.ADMIN, Role.AUDITOR}),
        Permission.MANAGE_PRINTER_RULES: frozenset({Role.ADMIN}),
        Permission.HAND_OVER: WRITING,
        Permission.VIEW_REPORTS: frozenset({Role.OPS, Role.MANAGER, Role.ADMIN, Role.AUDITOR}),
        Permission.EXPORT_REPORT: frozenset({Role.MANAGER}),
        Permission.SCHEDULE_REPORT: frozenset({Role.MANAGER}),
        Permission.MANAGE_TARGETS: frozenset({Role.MANAGER}),
        Permission.WRITE_NOTE: WRITING,
        Permission.PIN_NOTE: WRITING,
        Permission.WATCH: WRITING,
        Permission.BE_SEEN: WRITING,
        Permission.VIEW_NOTICES: WRITING,
        Permission.REVEAL: frozenset({Role.AGENT, Role.SENIOR}),
        Permission.VIEW_AUDIT: frozenset({Role.MANAGER, Role.ADMIN, Role.AUDITOR}),
        Permission.EXPORT_AUDIT: frozenset({Role.ADMIN, Role.AUDITOR}),
        Permission.EDIT_REPLIES: frozenset({Role.MANAGER}),
        Permission.VIEW_STAFF: frozenset({Role.ADMIN, Role.AUDITOR}),
        Permission.MANAGE_STAFF: frozenset({Role.ADMIN}),
        Permission.MANAGE_LIMITS: frozenset({Role.ADMIN}),
        Permission.MANAGE_TOKENS: frozenset({Role.ADMIN}),
        Permission.USE_API_DOCS: EVERY_ROLE,
    }
)


class Whose(Enum):
    """Whose an object has to be."""

    OWN = "one's own"
    OTHERS = "somebody else's"


@dataclass(frozen=True, slots=True)
class Rule:
    """``lifted_by`` is the permission whose holders need not follow it."""

    whose: Whose
    lifted_by: Permission | None = None


RULES: Final[Mapping[Permission, Rule]] = MappingProxyType(
    {
        Permission.VIEW_COMMANDS: Rule(Whose.OWN, lifted_by=Permission.VIEW_ALL_COMMANDS),
        # Changing and withdrawing a note, and drafts. Anybody who writes notes may pin anybody's.
        Permission.WRITE_NOTE: Rule(Whose.OWN),
        Permission.WATCH: Rule(Whose.OWN),
        Permission.VIEW_NOTICES: Rule(Whose.OWN),
        # Withdrawing what one has asked for.
        Permission.ASK_REPRINT: Rule(Whose.OWN),
        # Changing and removing a saved view.
        Permission.SAVE_VIEW: Rule(Whose.OWN),
        # Starting what one has selected.
        Permission.BULK: Rule(Whose.OWN),
        Permission.STEER_BULK: Rule(Whose.OWN, lifted_by=Permission.STEER_ALL_BULK),
        # Moving, giving away and rating an escalation: its owner's, or whose it was to open while nobody owns it.
        Permission.MOVE_ESCALATION: Rule(Whose.OWN, lifted_by=Permission.LEAD_ESCALATIONS),
        # Ending and changing a report by mail.
        Permission.SCHEDULE_REPORT: Rule(Whose.OWN),
        # Four eyes.
        Permission.DECIDE_REQUEST: Rule(Whose.OTHERS),
        Permission.DECIDE_BULK: Rule(Whose.OTHERS),
        # Nobody changes themselves.
        Permission.MANAGE_STAFF: Rule(Whose.OTHERS),
    }
)
"""A permission that is not here is for anybody's."""

FOR_PEOPLE: Final = frozenset(
    {
        Permission.DECIDE_REQUEST, Permission.DECIDE_BULK, Permission.REVEAL, Permission.BE_SEEN, Permission.SAVE_VIEW,
        Permission.PAUSE_PRINTER, Permission.MANAGE_INCIDENT, Permission.HAND_OVER, Permission.WATCH,
        Permission.VIEW_NOTICES, Permission.MEND_MAIL, Permission.MEND_WEBHOOK, Permission.MANAGE_PRINTER_RULES,
        Permission.SCHEDULE_REPORT, Permission.MANAGE_TARGETS,
        Permission.EDIT_REPLIES, Permission.MANAGE_STAFF, Permission.MANAGE_LIMITS, Permission.MANAGE_TOKENS,
    }
)  # fmt: skip
"""What no program may, whatever its role and scopes say: a person has to answer for it."""


def may(roles: Collection[Role], permission: Permission) -> bool:
    """Whether one of these roles gives the permission."""
    return not MAY.get(permission, frozenset()).isdisjoint(roles)


def allowed(
    roles: Collection[Role],
    permission: Permission,
    *,
    own: bool | None = None,
    scopes: Collection[str] | None = None,
) -> bool:
    """Whether somebody with these roles may do it. ``own`` says whether the object is theirs; None asks about no
    object, only whether they may at all. ``scopes`` are a program's, None for a person.
    """
    if scopes is not None and (permission in FOR_PEOPLE or permission not in scopes):
        return False
    if not may(roles, permission):
        return False
    rule = RULES.get(permission)
    if own is None or rule is None or own is (rule.whose is Whose.OWN):
        return True
    return rule.lifted_by is not None and allowed(roles, rule.lifted_by, scopes=scopes)


def requires(access: Access) -> Callable[[View], View]:
    """Declare what a view asks for. The middleware reads it; the view itself is left as it is."""

    def declare(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return declare


def access_of(view: Callable[..., Any]) -> Access | None:
    """What a resolved view has declared; None where it declares nothing, which means nobody may."""
    declared = getattr(view, "access", None)
    if declared is None:
        declared = getattr(getattr(view, "cls", None), "permission", None)
    return declared if isinstance(declared, Permission | Open) else None


def checks_itself(view: Callable[..., Any]) -> bool:
    """Whether the view is an API view with a declared permission, which reads a token where pages read a session."""
    return isinstance(getattr(getattr(view, "cls", None), "permission", None), Permission)
