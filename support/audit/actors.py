"""Who acted, as colleagues call them: an event holds a stable id and no name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.contrib.auth.models import User
from django.db import connection

from dashboard.models import ApiToken
from support.commands.people import called

LEFT: Final = "somebody who has left"
GONE: Final = "a program that is gone"
STAFF: Final = "staff"
TOKEN: Final = "token"  # noqa: S105 the word before a program's id
SHELL: Final = "shell"
PRINTER: Final = "printer"

EVERY: Final = """
    WITH RECURSIVE one AS (
        (SELECT actor FROM support_auditevent ORDER BY actor LIMIT 1)
        UNION ALL
        SELECT (SELECT actor FROM support_auditevent AS next WHERE next.actor > one.actor ORDER BY actor LIMIT 1)
        FROM one WHERE one.actor IS NOT NULL
    ) SELECT actor FROM one WHERE actor IS NOT NULL LIMIT %s
"""
"""Every actor there is, one look into the index for each."""

MOST: Final = 1_000


def names(actors: Iterable[str]) -> dict[str, str]:
    """By id, in two queries: "Ana L.", a program's name, "deploy at the shell"."""
    wanted = set(actors)
    people = {f"{STAFF}:{person.pk}": called(person) for person in User.objects.filter(pk__in=_keys(wanted, STAFF))}
    programs = ApiToken.objects.filter(pk__in=_keys(wanted, TOKEN)).values_list("pk", "name")
    known = people | {f"{TOKEN}:{pk}": name for pk, name in programs}
    return {actor: known.get(actor) or _otherwise(actor) for actor in wanted}


def everybody() -> list[tuple[str, str]]:
    """Ids and names of all who ever acted, by name."""
    with connection.cursor() as cursor:
        cursor.execute(EVERY, [MOST])
        found = names(actor for (actor,) in cursor.fetchall())
    return sorted(found.items(), key=lambda one: (one[1].casefold(), one[0]))


def _keys(actors: set[str], kind: str) -> list[int]:
    found = (actor.removeprefix(f"{kind}:") for actor in actors if actor.startswith(f"{kind}:"))
    return [int(key) for key in found if key.isascii() and key.isdigit()]


def _otherwise(actor: str) -> str:
    kind, _, name = actor.partition(":")
    known = {STAFF: LEFT, TOKEN: GONE, SHELL: f"{name} at the shell", PRINTER: f"printer {name}"}
    return known.get(kind, name or kind)
