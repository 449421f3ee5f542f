"""How promises were kept: the SLA report of some days."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orders.sla.facts import Unit
from orders.sla.lake.local import NoLake
from orders.sla.lake.patch import patch_all
from orders.sla.report.answer import Answer, Figures, answer
from orders.sla.report.definitions import DIMENSIONS, SHOWN
from orders.sla.report.question import BadQuestion, Cohort, Promise, Question, asked
from orders.sla.report.told import told
from orders.store import live_store
from orders.streams.status import wait

WAIT_SECONDS = 30.0


class Command(BaseCommand):
    """``sla_report --from D --to D [--unit U] [--by DIM[,DIM]] [--where DIM=VALUE] [--json] …``."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Dates are inclusive, in the report's time zone."""
        parser.add_argument("--from", dest="start", required=True, metavar="D")
        parser.add_argument("--to", dest="end", required=True, metavar="D")
        parser.add_argument("--unit", default="", choices=list(Unit))
        parser.add_argument("--cohort", default="", choices=list(Cohort))
        parser.add_argument("--promise", default="", choices=list(Promise))
        parser.add_argument("--by", default="", metavar="DIM[,DIM]", help=", ".join(DIMENSIONS))
        parser.add_argument("--where", action="append", default=[], metavar="DIM=VALUE", help="may be repeated")
        parser.add_argument("--timezone", default="", metavar="TZ")
        parser.add_argument("--as-of", dest="as_of", default="", metavar="INSTANT")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print the report of everything that the backend has told by now."""
        fields = ("start", "end", "unit", "cohort", "promise", "by", "where", "timezone", "as_of")
        try:
            question = asked(**{name: options[name] for name in fields})
            found = self._answer(question)
        except (BadQuestion, NoLake) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(told(found), indent=2) if options["json"] else _table(found))

    def _answer(self, question: Question) -> Answer:
        if not wait(WAIT_SECONDS):
            self.stderr.write(f"The projection has not caught up within {WAIT_SECONDS:g} s: see stream_status.")
        store = live_store()
        patch_all(store)
        return answer(question, store.table)


def _table(found: Answer) -> str:
    """The classes of each group, one a line; the stages are in the JSON."""
    heads = ["", "units", *(each.value for each in SHOWN), "on time %"]
    lines = [heads, *(_line(" / ".join(v or "-" for v in f.key.values()), f) for f in found.rows)]
    lines.append(_line("total", found.total))
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join(_aligned(line, widths) for line in lines)


def _aligned(line: list[str], widths: list[int]) -> str:
    first, *numbers = [text.rjust(width) for text, width in zip(line, widths, strict=True)]
    return "  ".join([first.strip().ljust(widths[0]), *numbers])


def _line(name: str, figures: Figures) -> list[str]:
    percent = "-" if figures.on_time_pct is None else f"{figures.on_time_pct:.4f}"
    return [name, str(figures.units), *(str(figures.classes[each]) for each in SHOWN), percent]
