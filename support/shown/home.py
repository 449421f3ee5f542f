"""The home page in rows: what each room has to tell somebody when they come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from dashboard.permissions import ACTING, PRINTING, WRITING, Permission
from dashboard.roles import Role
from orders.answer.model import Tone
from orders.contract.model import CommandKind
from orders.streams.status import stream_status
from support.audit.standing import standing as audit_standing
from support.commands.people import called
from support.commands.standing import standing as commands_standing
from support.home.deciding import asked_for, to_decide
from support.home.news import news_of
from support.home.parts import Home, Listed, Part, Row, home_of
from support.home.watched_acts import acts_today
from support.requests.models import Request
from support.shown import home_claims, home_rooms
from support.shown.audit import group_words
from support.shown.commands import NOUNS, cause_words

MOST: Final = 5
"""Rows of a part; the rest is where they lead."""

ABOUT: Final[Mapping[str, str]] = {
    "personal": "whose data was shown to whom",
    "customer": "customers that were erased",
    "audit": "events taken out as files, reasons erased",
    "staff": "signing in, roles, accounts",
    "token": "keys of programs made and revoked",
    "limit": "how much a role may do",
}
"""What the groups of ``acts_today`` are about."""

WORKING: Final = ACTING | {Role.MANAGER}


def shown_home(person: User) -> Home:
    """What concerns somebody now."""
    return home_of(person, PARTS)


def _news(person: User) -> Listed | None:
    notices, unread = news_of(person, MOST)
    rows = [
        Row(
            id=f"news-{notice.pk}",
            title=notice.text,
            address=reverse("notice-open", args=[notice.pk]),
            at=notice.at,
            by_post=True,
        )
        for notice in notices
    ]
    return _listed(rows, f"all {unread} unread" if unread > len(rows) else "all notices", reverse("notices"))


def _to_decide(person: User) -> Listed | None:
    return _requests(to_decide(person), reverse("requests"))


def _asked_for(person: User) -> Listed | None:
    return _requests(asked_for(person), reverse("requests-own"))


def _requests(found: QuerySet[Request], address: str) -> Listed | None:
    oldest = list(found[: MOST + 1])
    rows = [_request_row(request) for request in oldest[:MOST]]
    return _listed(rows, f"all {found.count()}" if len(oldest) > MOST else f"all {len(oldest)}", address)


def _request_row(request: Request) -> Row:
    return Row(
        id=f"wait-{request.pk}",
        title=f"{NOUNS[CommandKind(request.kind)]} of print job {request.print_job_id}",
        address=reverse("request", args=[request.pk]),
        beside=f"{cause_words(request.cause)}, asked for by {called(request.asked_by)}",
        at=request.expires_at,
        verb="expires",
    )


def _alarms(_person: User) -> Listed | None:
    standings = (stream_status(), commands_standing(), audit_standing())
    alarms = [(str(alarm.name), alarm.text) for each in standings for alarm in each.alarms]
    rows = [
        Row(
            id=f"alarm-{number}-{name}",
            title=text,
            address=f"{reverse('runbook')}#{name}",
            end="Alarm",
            tone="fail",
        )
        for number, (name, text) in enumerate(alarms)
    ]
    return _listed(rows, "status", reverse("status"))


def _acts(_person: User) -> Listed | None:
    today = timezone.localdate().isoformat()
    rows = [
        Row(
            id=f"acts-{group}",
            title=group_words(group),
            address=f"{reverse('audit')}?{urlencode({'type': group, 'since': today})}",
            beside=ABOUT[group],
            end=f"{number:,} today",
        )
        for group, number in acts_today().items()
    ]
    return _listed([_chain(), *rows], "all of today", f"{reverse('audit')}?since={today}")


def _chain() -> Row:
    """Whether nobody has changed what is written."""
    standing = audit_standing()
    verified = standing.verified
    return Row(
        id="acts-chain",
        title="The audit itself",
        address=f"{reverse('audit')}#audit-standing",
        beside=f"{standing.events:,} events" if verified else f"{standing.events:,} events, never verified",
        at=verified.ended_at if verified else None,
        verb="verified",
        end="Somebody must look" if standing.alarms else "Holds as far as is known",
        tone=Tone.FAIL if standing.alarms else Tone.OK,
    )


def _listed(rows: Sequence[Row], whole: str, address: str) -> Listed | None:
    return Listed(rows=rows, whole=whole, address=address) if rows else None


PARTS: Final = (
    Part(
        name="alarms",
        title="Alarms",
        permission=Permission.VIEW_STATUS,
        roles=(Role.OPS, Role.ADMIN),
        read=_alarms,
    ),
    Part(
        name="approve",
        title="Bulk jobs for you to approve",
        permission=Permission.DECIDE_BULK,
        roles={Role.MANAGER},
        read=home_rooms.approvals,
    ),
    Part(
        name="incidents",
        title="Open incidents",
        permission=Permission.VIEW_INCIDENTS,
        roles=WRITING,
        read=home_rooms.incidents,
    ),
    Part(
        name="decide",
        title="Requests for you to decide",
        permission=Permission.DECIDE_REQUEST,
        roles=PRINTING | {Role.MANAGER},
        read=_to_decide,
    ),
    Part(
        name="news",
        title="New for you",
        permission=Permission.VIEW_NOTICES,
        roles=WRITING,
        read=_news,
    ),
    Part(
        name="handed",
        title="Handed over",
        permission=Permission.HAND_OVER,
        roles=WORKING,
        read=home_rooms.handovers,
    ),
    Part(
        name="mine",
        title="Assigned to you",
        permission=Permission.WORK_QUEUE,
        roles=WORKING,
        read=home_rooms.mine,
    ),
    Part(
        name="overdue",
        title="Escalations overdue",
        permission=Permission.MOVE_ESCALATION,
        roles=WORKING,
        read=home_rooms.overdue,
    ),
    Part(
        name="claims",
        title="Claims overdue or closing soon",
        permission=Permission.MAKE_CLAIM,
        roles=WORKING,
        read=home_claims.claims_due,
    ),
    Part(
        name="escalated",
        title="Your escalations",
        permission=Permission.MOVE_ESCALATION,
        roles=WORKING,
        read=home_rooms.escalated,
    ),
    Part(
        name="queues",
        title="Queues, fullest first",
        permission=Permission.WORK_QUEUE,
        roles=WORKING,
        read=home_rooms.queues,
    ),
    Part(
        name="printers",
        title="Printers in trouble",
        permission=Permission.VIEW_PRINTERS,
        roles=PRINTING | {Role.MANAGER},
        read=home_rooms.printers,
    ),
    Part(
        name="bulk",
        title="Bulk jobs going on",
        permission=Permission.STEER_BULK,
        roles=PRINTING | {Role.MANAGER},
        read=home_rooms.jobs,
    ),
    Part(
        name="asked",
        title="Your open requests",
        permission=Permission.ASK_REPRINT,
        roles=ACTING,
        read=_asked_for,
    ),
    Part(
        name="acts",
        title="In the audit today",
        permission=Permission.VIEW_AUDIT,
        roles=(Role.ADMIN, Role.AUDITOR),
        read=_acts,
    ),
)
"""In the order of the page: what cannot wait first."""
