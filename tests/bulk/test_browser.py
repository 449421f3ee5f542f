"""A browser and bulk jobs: from a queue over the dry run and another's approval to the end, before one's eyes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from dashboard.roles import Role
from support.bulk.models import BulkJob, BulkRow, JobState, RowState
from support.bulk.run import advance
from support.commands.models import Command
from support.commands.states import State
from tests.browser.axe import complaints, in_both_themes
from tests.browser.conftest import Visit, a_member, base_url, visit, watch
from tests.bulk.conftest import order_of, put_order, seen
from tests.bulk.jobs import a_job, asked_for
from tests.bulk.pages import Reject, page_of, reject
from tests.commands.conftest import Desk, ago
from tests.commands.test_browser import beside

__all__ = ["base_url", "reject", "visit", "watch"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("desk")]
SLOW = 60_000
QUEUE = "/queues/printer_rejects/"


@contextmanager
def worker() -> Iterator[None]:
    """What the worker's ticks do to bulk jobs."""
    with beside(advance, 0.3):
        yield


def select_all(page: Page, why: str = "the van was in an accident") -> None:
    """All that match in the queue, to be printed elsewhere, up to the job's page."""
    page.locator("#pick-every").check()
    page.locator("#bulk-reroute").click()
    page.locator("#bulk-cause").select_option("damaged")
    page.locator("#bulk-words").fill(why)
    page.locator("#bulk-go").dblclick()
    page.wait_for_url("**/bulk/*/")


def test_all_that_match_are_worked_out_approved_by_another_and_run(
    visit: Visit, reject: Reject, desk: Desk, settings: Settings
) -> None:
    settings.LIMITS = settings.LIMITS | {"bulk_cost": {"ops": {"EUR": 5_000}}}
    reject(6)
    page = visit(QUEUE, Role.OPS)
    put_order(desk, 9, state="rejected", submitted_at=ago(hours=1))  # too late
    with worker():
        select_all(page)
        state = page.locator("#bulk-state")
        expect(state).to_contain_text("Print 6 rows elsewhere?", timeout=SLOW)
        expect(page.locator("#bulk-approval")).to_contain_text("A manager has to approve")
        page.locator("#bulk-start").click()
        expect(page.locator("#bulk-decide")).to_contain_text("somebody else decides")
        other = visit(page.url, Role.MANAGER)
        other.locator("#bulk-approve").dblclick()
        expect(state).to_contain_text("The first 3 rows go alone", timeout=SLOW)
        expect(page.locator("#bulk-steer")).to_contain_text("Cancel what is not yet sent (3)", timeout=SLOW)
        assert seen(State.DONE) == 3
        expect(page.locator("#bulk-progress")).to_have_attribute("value", "3", timeout=SLOW)
        expect(page.locator("#bulk-rows .badge", has_text="Requested")).to_have_count(3, timeout=SLOW)
        seen(State.DONE)
        expect(state).to_contain_text("6 done.", timeout=SLOW)
        expect(other.locator("#bulk-state .badge")).to_have_text("Done", timeout=SLOW)
        expect(page.locator("#bulk-live[hx-get]")).to_have_count(0)
    job = BulkJob.objects.get()
    assert {command.order_id for command in Command.objects.all()} == {order_of(number) for number in range(1, 7)}
    assert job.approved_by is not None
    assert job.approved_by != job.person


def test_the_rows_that_failed_are_listed_and_only_those_are_tried_again(visit: Visit, reject: Reject) -> None:
    reject(5)
    page = visit(QUEUE, Role.OPS)
    with worker():
        select_all(page)
        page.locator("#bulk-start").click(timeout=SLOW)
        expect(page.locator("#bulk-rows .badge", has_text="Requested")).to_have_count(3, timeout=SLOW)
        seen(State.DONE)
        expect(page.locator("#bulk-rows .badge", has_text="Requested")).to_have_count(2, timeout=SLOW)
        failed = Command.objects.filter(state=State.REQUESTED).first()
        assert failed is not None
        failed.move(State.FAILED, trouble="no paper")
        seen(State.DONE)
        expect(page.locator("#bulk-state .badge")).to_have_text("Done, 1 went wrong", timeout=SLOW)
        page.locator("#trouble-failed").click()
        expect(page.locator("#bulk-rows tbody tr")).to_have_count(1)
        expect(page.locator("#bulk-rows tbody")).to_contain_text("no paper")
        page.go_back()
        page.get_by_role("button", name="Retry only what failed (1)").dblclick()
        expect(page.locator("#bulk-rows")).to_contain_text("try 2", timeout=SLOW)
        expect(page.locator("#bulk-rows .badge", has_text="Requested")).to_have_count(1, timeout=SLOW)
        seen(State.DONE)
        expect(page.locator("#bulk-state .badge")).to_have_text("Done", timeout=SLOW)
    assert Command.objects.count() == 6
    assert Command.objects.filter(order_id=failed.order_id).count() == 2


def test_without_javascript(visit: Visit, reject: Reject) -> None:
    reject(2)
    page = visit(QUEUE, Role.OPS, java_script_enabled=False)
    page.locator("[name=row]").first.check()
    page.locator("#bulk-reroute").click()
    page.locator("#bulk-cause").select_option("damaged")
    page.locator("#bulk-words").fill("torn")
    page.locator("#bulk-go").click()
    advance()
    page.reload()
    page.locator("#bulk-start").click()
    advance()
    seen(State.DONE)
    advance()
    page.reload()
    expect(page.locator("#bulk-state")).to_contain_text("1 done.")
    assert Command.objects.count() == 1


def test_what_is_typed_stays_while_the_page_follows(visit: Visit) -> None:
    job = a_job(a_member(Role.OPS), JobState.AWAITING_APPROVAL, [{}, {}])
    page = visit(page_of(job), Role.MANAGER)
    page.locator("#bulk-reason").press_sequentially("half a rea", delay=1)
    BulkRow.objects.filter(number=1).update(state=RowState.LEFT_OUT, why="the order was cancelled")
    expect(page.locator("#bulk-rows")).to_contain_text("the order was cancelled", timeout=SLOW)
    expect(page.locator("#bulk-reason")).to_have_value("half a rea")
    expect(page.locator("#bulk-reason")).to_be_focused()


def test_the_focus_stays_on_a_row_and_on_a_button(visit: Visit) -> None:
    job = a_job(a_member(Role.OPS), JobState.RUNNING, [{}, {}, {}])
    page = visit(page_of(job), Role.OPS)
    for number, part in enumerate(("#order-of-2", "#bulk-pause"), start=1):
        page.locator(part).focus()
        asked_for(job, number, State.DONE)
        expect(page.locator(f"#row-{number} .badge")).to_have_text("Done", timeout=SLOW)
        expect(page.locator(part)).to_be_focused()


def test_every_state_is_clean_in_both_themes_and_fits_a_phone(visit: Visit) -> None:
    rows = [{}, {}, {"printer_id": "wien"}, {"state": RowState.LEFT_OUT, "code": "x", "why": "Too late."}] + [{}] * 50
    jobs = [a_job(a_member(Role.OPS), state, rows, trouble="It was paused.") for state in JobState]
    asked_for(jobs[5], 1, State.FAILED, trouble="no paper")
    page = visit("/bulk/", Role.OPS)
    for path in ("/bulk/", *map(page_of, jobs), f"{page_of(jobs[5])}rows/?state=failed"):
        page.goto(path)
        expect(page.locator("h1")).to_contain_text("ulk")
        assert in_both_themes(page) == [], path
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
        page.set_viewport_size({"width": 1280, "height": 800})


def test_the_forms_are_clean_and_a_problem_has_the_focus(visit: Visit, reject: Reject) -> None:
    reject(2)
    page = visit(QUEUE, Role.OPS)
    for action in ("reroute", "render", "escalate", "note"):
        page.goto(QUEUE)
        page.locator("#pick-every").check()
        page.locator(f"#bulk-{action}").click()
        assert in_both_themes(page) == [], action
        page.locator("[required]").evaluate_all("fields => fields.forEach(field => { field.required = false; })")
        page.locator("#bulk-go").click()
        expect(page.locator("#bulk-problem")).to_be_focused()
        assert complaints(page) == [], action
    page.locator("#bulk-text").fill("The printer is on strike.")
    page.locator("[name=selection]").evaluate("field => { field.value = 'forged'; }")
    page.locator("#bulk-go").click()
    expect(page.locator("h1")).to_have_text("Select again")
    expect(page.locator("#bulk-problem")).to_be_focused()
    assert complaints(page) == []
