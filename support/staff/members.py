"""Changing what a colleague may: their roles, whether their account works, their sessions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Group, User

from dashboard.permissions import Permission
from dashboard.roles import Role
from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.commands.refusals import Invalid, NotThere
from support.staff import sessions
from support.staff.deciding import Changed, deciding, kept

ROLE_GIVEN = EventType("staff.role_given", "gave {target} the role {role}")
ROLE_TAKEN = EventType("staff.role_taken", "took the role {role} from {target}")
DEACTIVATED = EventType("staff.deactivated", "deactivated the account of {target}; sessions ended: {ended}")
REACTIVATED = EventType("staff.reactivated", "reactivated the account of {target}")
SESSIONS_ENDED = EventType("staff.sessions_ended", "signed {target} out everywhere; sessions ended: {ended}")


def given(person: User) -> frozenset[Role]:
    """The roles somebody was given here, whether they count or not."""
    names = {group.name for group in person.groups.all()}
    return frozenset(role for role in Role if role in names)


def state_of(person: User) -> str:
    """All that a form was made on, to tell whether it still is so."""
    return " ".join(["active" if person.is_active else "inactive", *sorted(given(person))])


def set_roles(who: User, person_id: int, wanted: Collection[Role], reason: str, state: str) -> None:
    """Give and take what differs. Raises Invalid, NotAllowed (their own too), NotThere, Changed."""
    with _deciding(who, person_id, reason, state) as (actor, person):
        held = given(person)
        if held == set(wanted):
            raise Invalid(roles="Nothing was changed: tick a role to give it, untick one to take it.")
        for role in [role for role in Role if (role in held) is not (role in wanted)]:
            group, adding = Group.objects.get(name=role), role in wanted
            (person.groups.add if adding else person.groups.remove)(group)
            _tell(actor, ROLE_GIVEN if adding else ROLE_TAKEN, person, reason, role=role.value)


def deactivate(who: User, person_id: int, reason: str, state: str) -> None:
    """Let somebody in no more, from their next request on. Raises as ``set_roles``."""
    with _deciding(who, person_id, reason, state) as (actor, person):
        if not person.is_active:
            raise Changed
        _activate(person, False)
        _tell(actor, DEACTIVATED, person, reason, ended=sessions.end_all(person.pk))


def reactivate(who: User, person_id: int, reason: str, state: str) -> None:
    """Let somebody in again, with the roles they have. Raises as ``set_roles``."""
    with _deciding(who, person_id, reason, state) as (actor, person):
        if person.is_active:
            raise Changed
        _activate(person, True)
        _tell(actor, REACTIVATED, person, reason)


def end_sessions(who: User, person_id: int, reason: str, state: str) -> int:
    """Sign somebody out everywhere; how many sessions that were. Raises as ``set_roles``."""
    with _deciding(who, person_id, reason, state) as (actor, person):
        ended = sessions.end_all(person.pk)
        _tell(actor, SESSIONS_ENDED, person, reason, ended=ended)
        return ended


@contextmanager
def _deciding(who: User, person_id: int, reason: str, state: str) -> Iterator[tuple[Actor, User]]:
    with deciding(who, Permission.MANAGE_STAFF, reason, own=who.pk == person_id) as actor:
        person = User.objects.select_for_update(no_key=True).filter(pk=person_id).first()
        if person is None:
            raise NotThere
        if state_of(person) != state:
            raise Changed
        yield actor, person


def _activate(person: User, active: bool) -> None:
    person.is_active = active
    person.save(update_fields=["is_active"])


def _tell(actor: Actor, what: EventType, person: User, reason: str, **details: str | int) -> None:
    record(actor, what, Target("staff", str(person.pk)), reason=kept(reason), details=details)
