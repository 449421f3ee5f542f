"""The quarantine from the shell: list, show, replay, discard. Acts are in the audit under the login of the machine."""

from __future__ import annotations

import getpass
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orders.contract.tables import SOURCE_TABLES
from orders.projections.quarantine import Gone, Incomplete, Kept, every, kept
from orders.store import Conflict, live_store
from support import quarantine
from support.audit.record import Actor
from support.shown.quarantine import record_page


class Command(BaseCommand):
    """``quarantine list [--table T] | show ID | replay ID | discard ID --reason WHY``."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """IDs are those that ``list`` prints."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list").add_argument("--table", choices=SOURCE_TABLES, default="")
        for verb in ("show", "replay", "discard"):
            of_one = verbs.add_parser(verb)
            of_one.add_argument("id")
            if verb == "discard":
                of_one.add_argument("--reason", required=True, help="why; do not name customers")

    def handle(self, *_: Any, verb: str, **options: Any) -> None:
        """One verb."""
        if verb == "list":
            return self._list(options["table"])
        found = self._found(options["id"])
        try:
            match verb:
                case "show":
                    self._show(found)
                case "replay":
                    fate = quarantine.replay(_actor(), found)
                    self.stdout.write(f"{quarantine.named(found)} {quarantine.SAYS[fate]}")
                case "discard":
                    self._discard(found, options["reason"].strip())
        except Incomplete as error:
            raise CommandError("Its images were too long to be kept: resync the table instead.") from error
        except (Gone, Conflict) as error:
            raise CommandError("The record changed meanwhile: look at it again.") from error
        return None

    def _list(self, table: str) -> None:
        for entry in every(live_store(), table):
            self.stdout.write(f"{entry.id}  {entry.heard}  {entry.table}/{entry.key}: {entry.reason}")

    def _show(self, found: Kept) -> None:
        page, entry = record_page(found), found.entry
        self.stdout.write(f"{entry.table}/{entry.key} of {entry.aggregate or 'no order'}, {page.position}")
        self.stdout.write(f"heard {entry.heard}: {entry.reason}")
        for attribute in page.attributes:
            mark = "*" if attribute.changed else " "
            told = json.dumps([attribute.old, attribute.new], ensure_ascii=False)
            self.stdout.write(f"{mark} {attribute.name}: {told}")

    def _discard(self, found: Kept, reason: str) -> None:
        if not reason:
            raise CommandError("Say why.")
        quarantine.discard(_actor(), found, reason)
        self.stdout.write(f"{quarantine.named(found)} was struck off.")

    def _found(self, record_id: str) -> Kept:
        try:
            found = kept(live_store(), record_id)
        except ValueError as error:
            raise CommandError("That is no id: `quarantine list` prints them.") from error
        if found is None:
            raise CommandError("That record is not set aside any more.")
        return found


def _actor() -> Actor:
    return Actor.shell(getpass.getuser())
