"""Forget a customer: everything we hold of them. What the backend still holds is named, and waited for."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from support.audit.record import LONGEST_REASON, Actor
from support.erasure.erase import Outcome, Unknown, erase, finish, look

MOST_NAMED = 50


class Command(BaseCommand):
    """``erase_customer USER_ID --reason WHY [--dry-run]``, ``erase_customer --again``."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for it before the backend erases: its rows say which orders and prints are the customer's."""
        parser.add_argument("user_id", nargs="?", default="")
        parser.add_argument(
            "--reason", default="", help="by what right, e.g. a ticket's number; it is kept, so no names"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be removed, and remove nothing")
        parser.add_argument("--again", action="store_true", help="go on with every erasure that waits for the backend")

    def handle(self, *_: Any, user_id: str, reason: str, dry_run: bool, again: bool, **__: Any) -> None:
        """Exit 0 where nothing is left anywhere, 1 where something is."""
        if again == bool(user_id):
            raise CommandError("Name a customer, or go on with --again.")
        if user_id and not dry_run and not reason.strip():
            raise CommandError("Say by what right: --reason.")
        actor = Actor.shell(getpass.getuser())
        try:
            outcomes = finish(actor) if again else [look(user_id) if dry_run else erase(actor, user_id, _short(reason))]
        except Unknown as error:
            raise CommandError("There is no customer with this id, and never was.") from error
        left = [fault for outcome in outcomes for fault in self._tell(outcome, dry_run=dry_run)]
        if left and not dry_run:
            raise CommandError(f"{len(left)} things are left. The erasure stays open: see the runbook.")

    def _tell(self, outcome: Outcome, *, dry_run: bool) -> tuple[str, ...]:
        whose = outcome.whose
        self.stdout.write(f"{whose.user_id}: {len(whose.orders)} orders, {len(whose.prints)} prints")
        for name, count in sorted(outcome.removed.items()):
            self.stdout.write(f"{count:>9} {name}{' to be removed' if dry_run else ' removed'}")
        for fault in outcome.left[:MOST_NAMED]:
            self.stderr.write(fault)
        if not outcome.left:
            self.stdout.write("nothing is left, here or at the backend")
        return outcome.left


def _short(reason: str) -> str:
    return reason.strip()[:LONGEST_REASON]
