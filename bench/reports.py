"""How long a report takes, beside DuckDB on the bare files and PostgreSQL on a plain table, in one run.

Method: PostgreSQL, Redis and the AWS emulator, all on this machine. A year of 10,000, then 100,000, then 1,000,000
made-up orders, each with a print job and a parcel, lies in the lake: months that are long past in one file each, later
days by themselves. The same questions of the whole year are asked of the product (``answer``: the manifest's ETag, then
its SQL), of DuckDB with plain SQL on the same files, each time by a new connection as ours is, and of PostgreSQL on a
table of the orders alone, with indexes and ANALYZEd; groups and total are two plain statements there. The three take
turns, and where they say different figures the run ends. Medians, in milliseconds; once with the lengths of all stages,
once without. Then the first page of reports through Django, memory of a process that answers every question, how long
changed orders take into a report, and how long it takes to write the file of a day and of a month anew.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import django

from bench.world import CHECKOUT, stores

if TYPE_CHECKING:
    from bench.reports_ask import Figure
    from bench.reports_lag import Lag

OUT = Path(".bench/reports.json")
ROUNDS: Final = {
    10_000: {"ours": 5, "bare": 5, "postgres": 2},
    100_000: {"ours": 3, "bare": 3, "postgres": 1},
    1_000_000: {"ours": 2, "bare": 2, "postgres": 1},
}
PAGES: Final = {"overview": ("", 20), "stages": ("stages/", 5), "printers": ("printers/", 5)}
"""Where each is, and how often it is asked for."""
LAG_AT: Final = 100_000
DAYS: Final = {"from": "2024-11-25", "to": "2025-11-24", "as_of": "2025-11-25T00:00:00Z"}


@dataclass(slots=True)
class Told:
    """What came of it: milliseconds of pages (p50, p95), megabytes, seconds."""

    machine: str
    load: list[float]
    figures: list[Figure] = field(default_factory=list)
    pages: dict[str, tuple[float, float]] = field(default_factory=dict)
    memory: dict[int, tuple[float, float]] = field(default_factory=dict)
    lags: list[Lag] = field(default_factory=list)
    patches: dict[str, float] = field(default_factory=dict)


def main() -> int:
    """Run it all, print as it goes, write it to ``.bench/reports.json``."""
    told = Told(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}", [os.getloadavg()[0]])
    print(f"{__doc__}\n{told.machine}, {time.strftime('%Y-%m-%d %H:%M')}\n")
    with stores(), _folder() as folder:
        django.setup()
        _tell_sql()
        for size in ROUNDS:
            _measure(told, size, folder)
    told.load.append(os.getloadavg()[0])
    print(f"\nload before and after: {', '.join(f'{load:.1f}' for load in told.load)}")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(_figures(told), indent=2))
    return 0


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="printdesk-bench-") as folder:
        os.environ["LAKE_FOLDER"] = f"{folder}/lake"
        yield Path(folder)


def _measure(told: Told, size: int, folder: Path) -> None:
    from bench import reports_ask as ask  # noqa: PLC0415  Django's settings are only known now

    table = _prepared(size, folder)
    for figure in ask.measure(size, table, ROUNDS[size]):
        told.figures.append(figure)
        _tell(figure)
    for name, (path, visits) in PAGES.items():
        told.pages[f"{size} {name}"] = found = _visited(f"/reports/{path}", visits)
        print(f"{size:>9}  page {name:24}p50 {found[0]:8.0f}  p95 {found[1]:8.0f}", flush=True)
    told.memory[size] = _remembered(table)
    print(f"{size:>9}  memory of a process: {told.memory[size][0]:.0f} MB, {told.memory[size][1]:.0f} MB at most")
    _bring(told, size)


def _prepared(size: int, folder: Path) -> str:
    """The lake and the table of PostgreSQL; the name of the projection."""
    from bench import reports_ask, reports_lake  # noqa: PLC0415  Django's settings are only known now
    from orders.projections.tables import create_tables  # noqa: PLC0415
    from orders.sla.lake.files import create_bucket  # noqa: PLC0415
    from orders.sla.lake.local import local  # noqa: PLC0415
    from orders.store import live_store  # noqa: PLC0415

    began = time.perf_counter()
    if size == min(ROUNDS):
        create_tables()
        create_bucket()
    table = live_store().table
    made = reports_lake.make(size, table, folder)
    reports_ask.load(folder / "flat.csv")
    ready, began_fetching = time.perf_counter() - began, time.perf_counter()
    local(table)
    fetched = time.perf_counter() - began_fetching
    print(
        f"\n{size:>9} orders: {made.files} files, {made.size / 1e6:.1f} MB, fetched in {fetched:.1f} s ({ready:.0f} s)"
    )
    return table


def _tell_sql() -> None:
    """Of one question, what both databases are asked; the file has all."""
    from bench.reports_sql import DUCKDB, POSTGRES, statements  # noqa: PLC0415  Django's settings are only known now

    for name, dialect in (("DuckDB", DUCKDB), ("PostgreSQL", POSTGRES)):
        print(f"{name} is asked, by printer and week, without stages and with the first:")
        print(*statements(("printer", "week"), dialect, staged=False)[:1], sep="\n")
        print("...", statements((), dialect, staged=True)[0].splitlines()[9].strip(), "\n", flush=True)


def _tell(figure: Figure) -> None:
    if figure.by == "total":
        what = "with stages" if figure.staged else "without stages"
        print(f"{'orders':>9}  {what:18}{'ours':>9}{'bare':>9}{'postgres':>10}{'ours/bare':>11}{'ours/pg':>9}")
    times = f"{figure.ours:9.0f}{figure.bare:9.0f}{figure.postgres:10.0f}"
    print(f"{figure.size:>9}  {figure.by:18}{times}{figure.ratios[0]:11.2f}{figure.ratios[1]:9.2f}", flush=True)


def _visited(address: str, times: int) -> tuple[float, float]:
    """p50 and p95 of a page, by a manager, after one visit that is not counted."""
    from django.contrib.auth.models import Group, User  # noqa: PLC0415  Django's settings are only known now
    from django.test import Client  # noqa: PLC0415

    from bench.reports_ask import rank  # noqa: PLC0415

    manager, _ = User.objects.get_or_create(username="bench")
    manager.groups.add(Group.objects.get(name="manager"))
    warnings.filterwarnings("ignore", "No directory at")  # of collected static files: none are asked for
    client, taken = Client(SERVER_NAME="127.0.0.1"), []
    client.force_login(manager)
    for _ in range(times + 1):
        began = time.perf_counter()
        if (answer := client.get(address, DAYS)).status_code != 200:  # noqa: PLR2004
            raise SystemExit(f"{answer.status_code} from {address}")
        taken.append((time.perf_counter() - began) * 1000)
    return rank(taken[1:], 0.5), rank(taken[1:], 0.95)


def _remembered(table: str) -> tuple[float, float]:
    """Of a process of its own, before its first answer and at most, in MB."""
    command = [sys.executable, "-m", "bench.reports", table]
    told = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout.split()
    return float(told[0]), float(told[1])


def answer_all(table: str) -> int:
    """Answer every question once, and print how much memory that took."""
    django.setup()
    from bench.reports_ask import question  # noqa: PLC0415  Django's settings are only known now
    from bench.reports_sql import QUESTIONS  # noqa: PLC0415
    from orders.sla.report.answer import answer  # noqa: PLC0415

    print(_megabytes())
    for by in QUESTIONS:
        answer(question(by), table)
    print(_megabytes())
    return 0


def _megabytes() -> float:
    """At most so far. What the system tells of a process's resources begins with those of the one that started it."""
    most = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(most.split()[1]) / 1000


def _bring(told: Told, size: int) -> None:
    from bench import reports_lag as lag  # noqa: PLC0415  Django's settings are only known now

    if size == LAG_AT:
        told.lags = lag.measure()
        for each in told.lags:
            steps = f"written {each.written:.1f}, applied {each.applied:.1f}, in the lake {each.patched:.1f}"
            print(f"{lag.CHANGED} orders changed: {steps}, in a report after {each.report:.1f} s", flush=True)
    for name, day in zip(("day", "month"), lag.recent_and_old(), strict=True):
        told.patches[f"{size} {name}"] = lag.patch_seconds(day, f"of-{size}")
        print(f"{size:>9}  the file of a {name} anew: {told.patches[f'{size} {name}']:.2f} s", flush=True)


def _figures(told: Told) -> dict[str, Any]:
    from bench.reports_sql import DUCKDB, POSTGRES, QUESTIONS, statements  # noqa: PLC0415

    dialects = {"duckdb": DUCKDB, "postgres": POSTGRES}
    sql = {
        f"{name}, {' × '.join(by) or 'total'}": statements(by, dialect, staged=True)
        for name, dialect in dialects.items()
        for by in QUESTIONS
    }
    rows = [asdict(each) | dict(zip(("to_bare", "to_postgres"), each.ratios, strict=True)) for each in told.figures]
    return {"method": __doc__, **asdict(told), "figures": rows, "sql": sql}


if __name__ == "__main__":
    raise SystemExit(answer_all(sys.argv[1]) if sys.argv[1:] else main())
