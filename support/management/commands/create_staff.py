"""``manage.py create_staff NAME --role ROLE --reason WHY``: the way in while nobody can who may make accounts."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dashboard.roles import Role
from support.audit.record import Actor
from support.commands.refusals import Invalid, NotThere
from support.staff.accounts import create, restore


class Command(BaseCommand):
    """Asks for the password, or takes the first line of what is piped in; it is never an argument."""

    help = "Make a local account, or let one in again; the audit keeps who did it, and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """NAME --role ROLE [--role ROLE …] --reason WHY [--existing]."""
        parser.add_argument("name", help="what they sign in with")
        parser.add_argument("--role", action="append", default=[], choices=[role.value for role in Role], required=True)
        parser.add_argument("--reason", required=True, help="why, as the audit keeps it; no names")
        parser.add_argument(
            "--existing",
            action="store_true",
            help="the account is there: activate it and give it the roles; its password stays",
        )

    def handle(self, *_: Any, name: str, role: list[str], reason: str, existing: bool, **__: Any) -> None:
        """Refuses a weak password, a name that is taken or unknown, and an empty reason."""
        actor, roles = Actor.shell(getpass.getuser()), [Role(each) for each in dict.fromkeys(role)]
        try:
            if existing:
                done = restore(actor, name, roles, reason)
                self.stdout.write(f"{name} {' and '.join(done)}." if done else f"{name} may all that already.")
            else:
                create(actor, name, _password(), roles, reason)
                self.stdout.write(f"{name} may sign in with the role {', '.join(roles)}.")
        except Invalid as error:
            raise CommandError(" ".join(error.errors.values())) from error
        except NotThere as error:
            raise CommandError(f"There is no account {name}: leave out --existing to make one.") from error
        if settings.LOCAL_SIGN_IN == "off":
            self.stderr.write("Local accounts are refused on this site: LOCAL_SIGN_IN=off.")
        elif existing and settings.COGNITO_POOL_ID:
            self.stderr.write("A company account also needs the group of the same name in Cognito.")


def _password() -> str:
    """What was typed twice alike. Raises CommandError."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Once more: "):
        raise CommandError("The two were not alike.")
    return password
