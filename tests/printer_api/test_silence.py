"""Silence is looked into: news that no call told is taken, and nothing new is told to people, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models.functions import Now

from dashboard.roles import Role
from support.escalations.models import Escalation
from support.notices.models import Notice
from support.printer_api.models import PrinterCall
from support.printer_api.silence import check
from support.printer_rules.models import SecretKind
from support.printer_rules.secrets import add_secret
from tests.commands.conftest import Staff
from tests.printer_api.conftest import PRINTER, Api, again, state


@pytest.fixture
def silent(sent: PrinterCall, connected: Api, monkeypatch: pytest.MonkeyPatch) -> Api:
    """It has the claim for two days, of hours that are all worked, and has not called."""
    again(sent)
    monkeypatch.setattr(settings, "PRINTER_PACE", 1.01)
    PrinterCall.objects.update(settled_at=Now() - timedelta(hours=48))
    Escalation.objects.update(moved_at=Now() - timedelta(hours=48))
    return connected


def test_nothing_new_is_told_to_the_owner_once(silent: Api) -> None:
    before = silent.requests
    for _ in range(3):
        check()
    told = Notice.objects.filter(key__contains="silence")
    assert (told.count(), silent.requests - before) == (1, 1)


def test_news_is_taken_and_ops_hear_that_the_hook_is_silent(sent: PrinterCall, silent: Api, staff: Staff) -> None:
    ops = staff(Role.OPS)
    add_secret(staff(Role.ADMIN), PRINTER, SecretKind.WEBHOOK, "It is to call.")
    silent.book.claims["KO-1000"].status = "approved"
    check()
    assert state(sent) == "approved"
    assert Notice.objects.get(person=ops.person).key.startswith("silent-hook:")


def test_who_spoke_lately_is_not_asked(sent: PrinterCall, connected: Api) -> None:
    again(sent)
    before = connected.requests
    check()
    assert connected.requests == before
