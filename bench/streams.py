"""What the stream engine does in a second, beside a bare loop over the same streams, in one run on this machine.

Method: the AWS emulator as one process, each side in processes of its own. A batch brings the next change (or the next
two) of every one of 240 orders, spread evenly over their lives; both sides then read it from the same streams, one
after the other, in alternating order, so that whatever else the machine does hurts both alike. Ours is the whole
engine: leases, checkpoints, journal, derived rows. The bare loop has the same client and as many threads and
processes; it writes one item a record, whole, and nothing else. CPU is that of the sides' processes. Units are those
of DynamoDB's documented rules. Lag is from the writing of a row to the end of the batch that applied it, at half of the
rate measured just before. A rebuild counts until its rows are written, and until it is audited.
"""

from __future__ import annotations

import json
import os
import platform
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from bench.world import emulator

if TYPE_CHECKING:
    from bench.anew import Anew
    from bench.cost import Cost
    from bench.lag import Lag
    from bench.rate import Rate

OUT = Path(".bench/streams.json")
CASES = ((1, 1), (2, 1), (1, 2), (2, 2))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file; rates are records, or rows, a second."""

    case: str
    ours: float
    bare: float
    ratio: float


def main() -> int:
    """Run it all, print as it goes, write it to ``.bench/streams.json``."""
    machine = f"{os.cpu_count()} cores, {_cpu()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    print(f"{__doc__}\n{machine}, {time.strftime('%Y-%m-%d %H:%M')}\n")
    with emulator() as url:
        django.setup()
        from bench import anew, cost, lag, rate  # noqa: PLC0415  Django's settings are only known now

        rates = [_told(rate.measure(records, processes, url)) for records, processes in CASES]
        costs = {f"{records}x": cost.measure(records, url) for records in (1, 2)}
        _tell_costs(costs)
        steady = lag.measure(url)
        print(f"\nlag at {steady.rate:.0f} records/s: p50 {steady.p50:.2f} s, p99 {steady.p99:.2f} s")
        again = anew.measure(url)
        _tell_anew(again)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(_figures(machine, rates, costs, steady, again), indent=2))
    return 0


def _told(rate: Rate) -> Rate:
    if rate.case == "apply-1x":
        names = f"{'ours/s':>8}{'bare/s':>8}{'ratio':>7}{'ours ms':>9}{'bare ms':>9}"
        print(f"{'case':14}{names}  records an apply, applies a transaction, conflicts")
    ours = rate.taken["ours"]
    per = f"{rate.coalesced:.2f}, {ours.applied / max(1, ours.transactions):.1f}, {ours.conflicts}"
    speeds = f"{rate.per_second('ours'):8.0f}{rate.per_second('bare'):8.0f}{rate.ratio:7.2f}"
    print(f"{rate.case:14}{speeds}{rate.cpu('ours'):9.2f}{rate.cpu('bare'):9.2f}  {per}", flush=True)
    return rate


def _tell_costs(costs: dict[str, Cost]) -> None:
    print(f"\n{'a record / an applied order':28}{'calls':>15}{'write units':>15}{'read units':>15}")
    for name, cost in costs.items():
        totals = (cost.calls.total(), cost.written, cost.read)
        print(f"{name:28}" + "".join("{:8.2f} /{:5.2f}".format(*cost.each(total)) for total in totals))
        kinds = (f"{kind} {cost.each(count)[0]:.3f}" for kind, count in cost.calls.most_common())
        print(f"    calls a record: {', '.join(kinds)}", flush=True)


def _tell_anew(again: Anew) -> None:
    took = f"{again.written:.1f} s, audited after {again.audited:.1f} s; bare scan with writes {again.bare:.1f} s"
    print(f"\nrebuild of {again.rows} source rows: written after {took}; ratio {again.bare / again.written:.2f}")


def _figures(machine: str, rates: list[Rate], costs: dict[str, Cost], steady: Lag, again: Anew) -> dict[str, Any]:
    rows = [Row(rate.case, rate.per_second("ours"), rate.per_second("bare"), rate.ratio) for rate in rates]
    rows.append(Row("rebuild", again.rows / again.written, again.rows / again.bare, again.bare / again.written))
    return {
        "machine": machine,
        "method": __doc__,
        "rows": [asdict(row) for row in rows],
        "cpu_ms_a_record": {rate.case: {side: rate.cpu(side) for side in rate.taken} for rate in rates},
        "records_an_apply": {rate.case: rate.coalesced for rate in rates},
        "costs": {
            name: {
                unit: dict(zip(("record", "order"), cost.each(total), strict=True))
                for unit, total in (("calls", cost.calls.total()), ("write", cost.written), ("read", cost.read))
            }
            for name, cost in costs.items()
        },
        "lag": asdict(steady),
        "rebuild": asdict(again),
    }


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    raise SystemExit(main())
