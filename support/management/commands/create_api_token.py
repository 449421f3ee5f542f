"""``manage.py create_api_token NAME --role ROLE``: a token for a program, printed once."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dashboard.permissions import FOR_PEOPLE, Permission
from dashboard.roles import Role
from dashboard.tokens import LIFETIME, LONGEST_NAME, MOST_DAYS, scopes_for
from support.audit.record import Actor
from support.staff.tokens import make_at_shell


class Command(BaseCommand):
    """Creates the token, which the audit tells, and prints it as the last word; it cannot be shown again."""

    help = "Create a token for a program. The token is the last word printed, and is never shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """NAME --role ROLE [--scope PERMISSION …] [--days N] [--reason WHY]."""
        parser.add_argument("name", help="whose it is or what it is for, e.g. 'warehouse importer'")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument(
            "--scope",
            action="append",
            default=[],
            choices=[permission.value for permission in Permission if permission not in FOR_PEOPLE],
            help="a permission it is limited to; repeat for more (default: all that a program of the role may)",
        )
        parser.add_argument("--days", type=int, default=LIFETIME.days, help="until it expires (default %(default)s)")
        parser.add_argument("--reason", default="", help="what for, as the audit keeps it; no names")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses what could never work: a name that says nothing, a scope the role does not have, no days."""
        name, role, days = options["name"].strip(), Role(options["role"]), options["days"]
        scopes = {Permission(scope) for scope in options["scope"]}
        if not name.isprintable() or not 0 < len(name) <= LONGEST_NAME:
            raise CommandError(f"The name must be 1 to {LONGEST_NAME} printable characters.")
        if not 0 < days <= MOST_DAYS:
            raise CommandError(f"A token lives 1 to {MOST_DAYS} days.")
        refused = sorted(scopes - scopes_for(role))
        if refused:
            raise CommandError(f"The role {role} may not: {', '.join(refused)}.")
        actor = Actor.shell(getpass.getuser())
        token, plain = make_at_shell(actor, name, role, scopes, days, options["reason"])
        self.stdout.write(
            f"{token.name}: role {role}, may {', '.join(token.scopes)}, until {token.expires_at:%d %B %Y}."
        )
        self.stdout.write(f"Keep it safe, it is not shown again: {plain}")
