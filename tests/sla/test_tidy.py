"""The lake kept in order: months put together, what nobody reads removed, everything made again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from orders.sla.lake import files
from orders.sla.lake.manifest import commit, load, prefix
from orders.sla.lake.months import compact
from orders.sla.lake.patch import patch_all
from orders.sla.lake.standing import standing
from orders.sla.lake.sweep import sweep
from orders.sla.report.definitions import Class
from orders.sla.report.told import told
from orders.store import live_store
from orders.tasks import tidy_lake
from tests.sla.test_lake import ask, bring
from tests.streams import backend

LATER = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def three_days(cloud: str) -> None:
    """Orders of two months."""
    for number, day in enumerate(("2026-10-31", "2026-11-01", "2026-11-30")):
        bring(backend.order(f"o{number}", placed_at=f"{day}T10:00:00Z"))


def figures() -> dict[str, object]:
    return told(ask(start="2026-10-01", end="2026-12-31", by="day", as_of="2027-01-01T00:00:00Z")) | {"data_until": ""}


def periods() -> list[str]:
    return sorted(load(live_store().table).held)


def unread() -> int:
    folder = prefix(live_store().table)
    named = {file.name for file in load(live_store().table).held.values()}
    return sum(key.removeprefix(folder) not in named for key, _ in files.listed(folder))


def test_months_long_past_are_one_file_each_and_say_the_same() -> None:
    before = figures()
    assert compact(live_store().table, LATER) == 2
    assert (periods(), figures()) == (["2026-10", "2026-11"], before)


def test_a_month_that_may_still_change_stays_in_days() -> None:
    assert compact(live_store().table, date(2026, 12, 20)) == 1
    assert periods() == ["2026-10", "2026-11-01", "2026-11-30"]


def test_a_change_of_long_ago_goes_into_its_month() -> None:
    compact(live_store().table, LATER)
    bring(backend.order("o1", placed_at="2026-11-01T10:00:00Z", state="cancelled"))
    assert (periods(), ask(start="2026-11-01", end="2026-11-01").total.classes[Class.CANCELLED]) == (
        ["2026-10", "2026-11"], 1,
    )  # fmt: skip


def test_who_was_overtaken_while_putting_a_month_together_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before, write = figures(), files.write

    def meanwhile(key: str, content: bytes) -> None:
        monkeypatch.setattr(files, "write", write)
        write(key, content)
        bring(backend.order("o9", placed_at="2027-02-01T10:00:00Z"))

    monkeypatch.setattr(files, "write", meanwhile)
    with pytest.raises(files.Overtaken):
        compact(live_store().table, LATER)
    assert (figures(), "2027-02-01" in periods()) == (before, True)


def test_what_nobody_reads_is_removed_after_a_day_and_nothing_else() -> None:
    before, table = figures(), live_store().table
    compact(table, LATER)
    assert unread() >= 3
    assert sweep([table]) == 0
    assert sweep([table], datetime.now(UTC) + timedelta(hours=25)) >= 3
    assert (unread(), figures()) == (0, before)


def test_the_lake_of_a_projection_that_is_gone_goes_after_a_week() -> None:
    table, now = live_store().table, datetime.now(UTC)
    assert sweep([], now + timedelta(days=6)) == 0
    sweep([], now + timedelta(days=8))
    assert (list(files.listed(prefix(table))), periods()) == ([], [])


def test_a_lake_that_was_lost_is_made_again() -> None:
    before = figures()
    for key, _ in [*files.listed("facts/"), *files.listed("manifests/")]:
        files.remove(key)
    call_command("mark_facts", verbosity=0)
    patch_all(live_store())
    assert figures() == before


def test_the_task_tidies_every_projection_that_is_fed() -> None:
    tidy_lake()
    assert standing().facts == 3


def test_it_is_said_when_nothing_was_brought_in_for_minutes() -> None:
    now, manifest = datetime.now(UTC), load(live_store().table)
    commit(manifest, manifest.held, now)
    assert standing(now).alarms == ()
    assert [alarm.name for alarm in standing(now + timedelta(minutes=9)).alarms] == ["reports-are-behind"]
