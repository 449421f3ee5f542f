"""Whether the audit is as it was written: nothing edited, deleted, swapped or cut off."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from support.audit import anchors
from support.audit.chain import Anchor, faults, newest


class Command(BaseCommand):
    """``verify_audit [--anchor NUMBER:HASH …]``."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Those of AUDIT_BUCKET are taken anyway. The last line printed is the anchor of now, to be kept elsewhere."""
        parser.add_argument("--anchor", action="append", default=[], type=_anchor, metavar="NUMBER:HASH")

    def handle(self, *_: Any, anchor: list[Anchor], **__: Any) -> None:
        """Name every fault and exit 1; else say how many events hold, and the anchor of today."""
        kept = anchors.kept() if settings.AUDIT_BUCKET else ()
        found = list(faults([*kept, *anchor]))
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{len(found)} faults in the audit.")
        last = newest()
        self.stdout.write(f"{last.number if last else 0} events hold together")
        if last:
            self.stdout.write(f"anchor: {last}")


def _anchor(text: str) -> Anchor:
    try:
        return Anchor.parse(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
