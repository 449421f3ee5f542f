"""A manager with a lake of eighteen orders, and SES."""

from __future__ import annotations

from email.utils import parseaddr

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client

from dashboard.roles import Role
from embedded import mail
from orders import cloud as clients
from support.commands.asker import Asker
from tests.reports.conftest import manager
from tests.web.conftest import sign_in

__all__ = ["manager", "sign_in"]


@pytest.fixture
def asker(manager: Client) -> Asker:
    """The manager, with an address; SES takes mail."""
    mail.prepare(clients.ses(), clients.sqs(), parseaddr(settings.MAIL_FROM)[1])
    User.objects.filter(username="a-manager").update(email="ana@printdesk.example")
    return Asker.staff(User.objects.get(username="a-manager"))


@pytest.fixture
def auditor(db: None) -> User:
    """A colleague who may see reports."""
    person = User.objects.create_user("an-auditor", email="ines@printdesk.example", first_name="Ines")
    person.groups.add(Group.objects.get(name=Role.AUDITOR))
    return person
