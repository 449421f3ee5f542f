"""What every decision about staff has in common: one at a time, by somebody who may as of now, with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Group, User
from django.db import transaction

from dashboard.permissions import Permission, allowed
from dashboard.roles import Role, roles_of
from support.audit.record import LONGEST_REASON, Actor
from support.commands.refusals import Invalid, NotAllowed

WHY = "Say why, so that whoever reads the audit knows."


class Changed(Exception):
    """It is not as it was when the form was made; or it was sent before."""


@contextmanager
def deciding(who: User, permission: Permission, reason: str, *, own: bool | None = None) -> Iterator[Actor]:
    """A transaction in which nobody else decides about staff. Raises NotAllowed, and Invalid without a reason.

    What somebody may is read anew under the lock. As nobody decides about themselves, whoever decides is an admin
    still when it is done: two admins who take each other's role at once leave one.
    """
    with transaction.atomic():
        Group.objects.select_for_update(no_key=True).get(name=Role.ADMIN)
        now = User.objects.get(pk=who.pk)
        if not allowed(roles_of(now), permission, own=own):
            raise NotAllowed(permission)
        if not reason.strip():
            raise Invalid(reason=WHY)
        yield Actor.staff(now)


def kept(reason: str) -> str:
    """As much of a reason as the audit keeps."""
    return reason.strip()[:LONGEST_REASON]
