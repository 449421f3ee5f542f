"""What somebody has selected, out of the form that they send: frozen at once, and sealed into the form that confirms
it, so that exactly those rows are meant however long they think and whatever arrives meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth.models import User
from django.core import signing
from django.http import QueryDict
from django.utils import timezone

from orders.projections import keys
from orders.queues import QueueRow
from support.bulk.models import Action
from support.bulk.proposal import Chosen
from support.commands.refusals import Invalid
from support.incidents.models import Affected, Incident, Signal
from support.printers.open_jobs import open_jobs
from support.queues.matching import Wanted, chosen, matching
from support.queues.snapshot import Snapshot, kept

FROZEN_FOR: Final = timedelta(hours=4)
LONGEST_DIGITS: Final = 15
SALT: Final = "bulk.selection"
OF_PRINT_JOBS: Final = frozenset({"printer_rejects", "print_errors", "dispatch_late"})
"""Queues whose rows are print jobs: exactly that one is meant, whatever has replaced it since."""

NOTHING: Final = "Nothing was selected. Go back and select at least one row, or all that match."
FORGED: Final = "What was selected could not be read. Go back and select again."
GONE: Final = (
    "What was selected is more than a quarter of an hour old. Go back and select again from the list as it is now."
)
MISSING: Final = "Some of what was selected is not in the list as it was. Go back and select again."
OVERDUE: Final = "This form was open for too long. Go back and select again from the list as it is now."


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: each field's last value, and the names of the rows."""

    fields: Mapping[str, str]
    rows: Sequence[str] = ()

    @classmethod
    def of(cls, post: QueryDict) -> Sent:
        """Out of a request."""
        return cls({name: str(value) for name, value in post.items()}, post.getlist("row"))

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


class Expired(Exception):
    """What was selected from is no longer kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """``source`` as ``BulkJob.source``; ``at`` is of when the rows are. ``code`` is what most of them say, ``product``
    and ``holder`` (a printer) what they have in common, "" where they differ: for what the form offers. ``beyond`` says
    how many more were selected than may be.
    """

    action: Action
    source: dict[str, Any]
    rows: tuple[Chosen, ...]
    at: datetime
    code: str = ""
    product: str = ""
    holder: str = ""
    beyond: int = 0

    def within(self, most: int | None) -> Selection:
        """The first so many of the rows; how many more there were is kept."""
        if most is None or len(self.rows) <= most:
            return self
        return replace(self, rows=self.rows[:most], beyond=len(self.rows) - most)

    def sealed(self, person: User) -> str:
        """As a field of a form that nobody can change, for one person."""
        rows = [[row.order_id, row.line_id, row.print_job_id, row.order_number] for row in self.rows]
        about = [self.code, self.product, self.holder, self.beyond]
        told = [person.pk, self.action.value, self.source, rows, self.at.isoformat(), about]
        return signing.dumps(told, salt=SALT, compress=True)


def unsealed(text: str, person: User) -> Selection:
    """The selection that was sealed. Raises Expired, and Invalid where it is none of theirs."""
    try:
        whose, action, source, rows, at, about = signing.loads(text, salt=SALT, max_age=FROZEN_FOR)
    except signing.SignatureExpired as error:
        raise Expired(OVERDUE) from error
    except signing.BadSignature as error:
        raise Invalid(selection=FORGED) from error
    if whose != person.pk:
        raise Invalid(selection=FORGED)
    code, product, holder, beyond = about
    return Selection(
        action=Action(action),
        source=source,
        rows=tuple(Chosen(*row) for row in rows),
        at=datetime.fromisoformat(at),
        code=code,
        product=product,
        holder=holder,
        beyond=beyond,
    )


def selected(sent: Sent, person: User) -> Selection:
    """What a list's form says: rows of a queue, the open jobs of a printer, or what an incident affects.

    Raises Invalid (selection) where it says nothing that can be read, Expired where the list is no longer kept.
    """
    if sent["action"] not in Action.values:
        raise Invalid(selection=FORGED)
    action = Action(sent["action"])
    for name, find in FINDERS.items():
        if sent[name]:
            found = find(action, sent, person)
            if not found.rows:
                raise Invalid(selection=NOTHING)
            return found
    raise Invalid(selection=NOTHING)


def _of_queue(action: Action, sent: Sent, person: User) -> Selection:
    wanted = _wanted(sent["filters"])
    everything = bool(sent["all"])
    if not everything and not sent.rows:
        raise Invalid(selection=NOTHING)
    snapshot = kept(sent["queue"], sent["snapshot"])
    if snapshot is None:
        raise Expired(GONE)
    rows = matching(snapshot, wanted, person, timezone.now()) if everything else _picked(snapshot, sent.rows)
    return Selection(
        action=action,
        source={"queue": snapshot.queue, "filters": wanted.query()},
        rows=tuple(map(chosen_of, rows)),
        at=snapshot.at,
        code=_most(row.code for row in rows),
        product=_shared(row.product for row in rows),
        holder=_shared(row.printer for row in rows),
    )


def _wanted(filters: str) -> Wanted:
    try:
        return Wanted.read(QueryDict(filters).dict())
    except Invalid as error:
        raise Invalid(selection=FORGED) from error


def _picked(snapshot: Snapshot, names: Sequence[str]) -> list[QueueRow]:
    try:
        rows = chosen(snapshot, names)
    except ValueError as error:
        raise Invalid(selection=FORGED) from error
    if len(rows) < len(set(names)):
        raise Expired(MISSING)
    return rows


def chosen_of(row: QueueRow) -> Chosen:
    """What a row of a queue means in a bulk job."""
    job = row.sub if row.queue in OF_PRINT_JOBS else ""
    return Chosen(row.order_id, row.line_id, job, row.number)


def _of_printer(action: Action, sent: Sent, _person: User) -> Selection:
    printer = sent["printer"]
    if not keys.usable(printer):
        raise Invalid(selection=FORGED)
    return Selection(
        action=action, source={"printer": printer}, rows=tuple(open_jobs(printer)), at=timezone.now(), holder=printer
    )


def _of_incident(action: Action, sent: Sent, _person: User) -> Selection:
    number = sent["incident"]
    known = number.isascii() and number.isdigit() and len(number) <= LONGEST_DIGITS
    incident = Incident.objects.filter(pk=int(number)).first() if known else None
    if incident is None:
        raise Invalid(selection=FORGED)
    jobs = incident.signal != Signal.RENDER_FAILURES
    rows = [_affected(each, jobs=jobs) for each in incident.affected.order_by("at", "pk")]
    return Selection(action=action, source={"incident": incident.pk}, rows=tuple(rows), at=timezone.now())


def _affected(each: Affected, *, jobs: bool) -> Chosen:
    return Chosen(each.order_id, each.line_id, each.row_id if jobs else "")


def _shared(values: Iterable[str]) -> str:
    """What all have, "" where they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""


def _most(values: Iterable[str]) -> str:
    """What most have."""
    return next((value for value, _ in Counter(values).most_common(1)), "")


FINDERS: Final[dict[str, Callable[[Action, Sent, User], Selection]]] = {
    "queue": _of_queue,
    "printer": _of_printer,
    "incident": _of_incident,
}
"""By the field that says where the rows are listed."""
