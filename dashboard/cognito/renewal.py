"""What Cognito's groups say now, asked every two minutes, so that what is taken away there is gone here within five.

Harmless when doubled, late or out of order: it only takes away, and an older answer changes nothing that a newer one,
or a sign-in meanwhile, has said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from dashboard.cognito.pool import Pool
from dashboard.models import Member
from dashboard.roles import Role
from orders import cloud


def renew(pool: Pool) -> int:
    """Confirm the members that Cognito still names, with what they may keep; forget the others. How many there are.

    Raises botocore's errors, and then nothing has changed.
    """
    began = timezone.now()
    held = holders(pool)
    with transaction.atomic():
        members = Member.objects.select_for_update().filter(subject__isnull=False, confirmed_at__lt=began)
        for member in members:
            _keep(member, held)
            member.confirmed_at = began if member.subject in held else None
            member.save(update_fields=["cap", "confirmed_at"])
    return len(held)


def holders(pool: Pool) -> dict[str, set[str]]:
    """The roles of everybody in the pool who has one, by ``sub``; not of those who are disabled."""
    client = cloud.cognito(pool.region)
    # Asked first: of a pool that is gone each group is "not found" too, which would read as nobody in it.
    groups = client.get_paginator("list_groups").paginate(UserPoolId=pool.id)
    names = {group["GroupName"] for page in groups for group in page["Groups"]}.intersection(Role)
    held: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for page in client.get_paginator("list_users_in_group").paginate(UserPoolId=pool.id, GroupName=name):
            for user in page["Users"]:
                if user["Enabled"]:
                    held[_subject(user)].add(name)
    return dict(held)


def _keep(member: Member, held: Mapping[str, set[str]]) -> None:
    """What is newly allowed waits for the next sign-in. The cap of whom Cognito does not name stays as it was, so that
    coming back grants nothing anew; unconfirmed, they hold nothing.
    """
    allowed = held.get(str(member.subject))
    if allowed is not None:
        member.cap = [role for role in member.cap or () if role in allowed]


def _subject(user: Mapping[str, Any]) -> str:
    return next(str(each["Value"]) for each in user["Attributes"] if each["Name"] == "sub")
