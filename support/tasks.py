"""The Celery tasks of what people do. Each may be lost, doubled or late: the database says what is to be done."""

from __future__ import annotations

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from orders.sla.risk import kept, look
from orders.store import live_store
from support.api import idempotency
from support.audit import anchors, verification
from support.bulk import expire as bulk_expire
from support.bulk import run as bulk_run
from support.claims import watch as claims
from support.commands import outbox, tracking
from support.erasure import erase
from support.escalations import climb
from support.evidence import arrive as evidence_arrive
from support.evidence import change as evidence_change
from support.evidence import check as evidence_check
from support.finds import asked
from support.incidents import find
from support.mail import feed as mail_feed
from support.mail import outbox as mails
from support.notes import drafts
from support.notices import listing
from support.printer_api import look as printers_read
from support.printer_api import outbox as printer_calls
from support.printer_api import silence
from support.printers import pauses
from support.queues import at_risk, tidy
from support.report_runs import due
from support.report_runs import listing as report_files
from support.report_runs import run as report_runs
from support.requests import expire
from support.watching import ends, follow
from support.webhooks import process as webhooks

log = logging.getLogger(__name__)

LONGEST_VERIFICATION = 6 * 3600
"""Seconds. A million events took 68 at the lowest priority of two busy cores, in flat memory (`make bench-audit`)."""


@shared_task
def anchor_audit() -> None:
    """Keep the end of the audit where whoever can write the database cannot."""
    if not settings.AUDIT_BUCKET:
        return
    anchor = anchors.keep()
    if anchor is not None:
        log.info("audit anchored", extra={"count": anchor.number, "anchor": str(anchor)})


@shared_task(soft_time_limit=LONGEST_VERIFICATION, time_limit=LONGEST_VERIFICATION + 60)
def verify_audit(pk: int | None = None) -> None:
    """Read the whole audit for the verification of this number, or for the one that waits or is due."""
    if pk is None:
        verification.due()
    else:
        verification.run(pk)


@shared_task
def send_command(command_id: str) -> None:
    """Send a command that was just asked for."""
    outbox.send(command_id)


@shared_task
def sweep_commands() -> None:
    """Send what nobody was woken for."""
    outbox.sweep()


@shared_task
def track_commands() -> None:
    """See what became of the open commands."""
    tracking.track()


@shared_task
def advance_bulk() -> None:
    """Go on with the bulk jobs."""
    bulk_run.advance()


@shared_task
def expire_bulk() -> None:
    """End the bulk jobs that nobody started or approved in time."""
    bulk_expire.expire()


@shared_task
def finish_erasures() -> None:
    """Go on with erasures that wait for the backend."""
    erase.finish()


@shared_task
def settle_searches() -> None:
    """Tell the audit of searches that are over."""
    asked.settle()


@shared_task
def expire_requests() -> None:
    """End the requests that nobody decided on in time."""
    expire.expire()


@shared_task
def end_pauses() -> None:
    """Give printers new work again whose pause is over."""
    pauses.end_those_over()


@shared_task
def send_mail(mail_id: str) -> None:
    """Send a mail that was just posted."""
    mails.send(mail_id)


@shared_task
def sweep_mails() -> None:
    """Send what nobody was woken for, and see to what a dead sender left."""
    mails.sweep()


@shared_task
def hear_mail_events() -> None:
    """Take what SES tells of mails from its queue."""
    mail_feed.hear()


@shared_task
def climb_escalations() -> None:
    """Tell whoever is next of escalations that come due and are overdue."""
    climb.climb()


@shared_task
def watch_claims() -> None:
    """Tell of claims whose window closes, and let expire what was not sent in time."""
    claims.watch()


@shared_task
def rewind_claims() -> None:
    """Bring the clocks of claims that are not sent to what is known by now."""
    claims.rewind()


@shared_task
def follow_watched() -> None:
    """Tell people of the orders that they watch, and of their commands that ended badly."""
    ends.tell_ends()
    follow.follow()


@shared_task(soft_time_limit=60, time_limit=90)
def find_incidents() -> None:
    """See whether too much goes wrong of something."""
    find.look()


@shared_task
def forget_calls() -> None:
    """Drop the answers that no program asks about again."""
    idempotency.forget()


@shared_task
def forget_drafts() -> None:
    """Drop what was typed long ago and never sent."""
    drafts.sweep()


@shared_task
def forget_notices() -> None:
    """Drop what was read long ago."""
    listing.sweep()


@shared_task
def learn_risk() -> None:
    """Learn from the times of late how likely open orders miss their promise."""
    look.learn(live_store().table, timezone.now())


@shared_task
def score_risk() -> None:
    """See which open orders are at risk; learn first where nothing was yet."""
    if kept.learned(live_store().table) is None:
        learn_risk()
    at_risk.score(timezone.now())


@shared_task
def tidy_queues() -> None:
    """Forget what was done about rows that are in no queue any more."""
    tidy.tidy()


@shared_task
def process_webhook(webhook_id: int) -> None:
    """Do what a printer's call that was just stored asks for."""
    webhooks.process(webhook_id)


@shared_task
def sweep_webhooks() -> None:
    """Process the printers' calls that nobody was woken for."""
    webhooks.sweep()


@shared_task
def send_printer_call(call_id: str) -> None:
    """Tell a printer by its API what was just written down."""
    printer_calls.send(call_id)


@shared_task
def sweep_printer_calls() -> None:
    """Tell printers what nobody was woken for."""
    printer_calls.sweep()


@shared_task
def read_printer(printer_id: str) -> None:
    """Read from a printer's API how its open claims are."""
    printers_read.read_printer(printer_id)


@shared_task
def check_silence() -> None:
    """Look into the claims whose printers should have said something by now."""
    silence.check()


@shared_task(soft_time_limit=120, time_limit=150)
def check_evidence(evidence_id: str) -> None:
    """Look at a file that has come, and keep the picture that is in it."""
    evidence_check.check(evidence_id)


@shared_task(soft_time_limit=120, time_limit=150)
def sweep_evidence() -> None:
    """Find files that came and nobody told of, check what nobody was woken for, delete what is withdrawn."""
    evidence_arrive.sweep()
    evidence_check.sweep()
    evidence_change.sweep()


@shared_task
def run_reports() -> None:
    """Begin the reports by mail that are due, and do what waits."""
    due.begin_due()
    report_runs.work()


@shared_task
def forget_report_files() -> None:
    """Drop reports' files of long ago."""
    report_files.forget()
