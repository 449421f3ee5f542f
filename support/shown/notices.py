"""Notices as a page lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from support.notices.models import Notice, NoticeKind

KINDS: Final = {
    NoticeKind.MENTION: "Mention",
    NoticeKind.WATCHED: "Watched",
    NoticeKind.REQUEST: "Request",
    NoticeKind.COMMAND: "Command",
    NoticeKind.BULK: "Bulk job",
    NoticeKind.PRINTER: "Printer",
    NoticeKind.INCIDENT: "Incident",
    NoticeKind.ESCALATION: "Escalation",
    NoticeKind.WORK: "Queues",
    NoticeKind.MAIL: "Mail",
    NoticeKind.WEBHOOK: "Printer’s call",
    NoticeKind.CLAIM: "Claim",
    NoticeKind.REPORT: "Report",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotices:
    """``newest`` is the number of the newest that is shown, 0 where there is none."""

    notices: Sequence[tuple[Notice, str]]
    unread: int
    newest: int


def shown_notices(found: Sequence[Notice]) -> ShownNotices:
    """Each with what kind it is, in a word."""
    return ShownNotices(
        notices=[(notice, KINDS[NoticeKind(notice.kind)]) for notice in found],
        unread=sum(1 for notice in found if notice.read_at is None),
        newest=max((notice.pk for notice in found), default=0),
    )
