"""Company accounts in the pretend cloud: the same people with the same passwords, to sign in either way."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from dashboard.models import Member
from demo.accounts import ACCOUNTS, Account
from embedded import cognito
from embedded.cognito import Person
from orders import cloud


def create(port: int) -> dict[str, str]:
    """The pool, as far as it is missing, and the settings that name it; ``port`` is the web server's."""
    client = cloud.cognito(settings.AWS_REGION)
    sites = [f"http://{host}:{port}" for host in ("127.0.0.1", "localhost")]
    named = cognito.make(
        client,
        settings.AWS_ENDPOINT_URL,
        [_person(account) for account in ACCOUNTS],
        back=[f"{site}/sign-in/company/back/" for site in sites],
        out=[f"{site}/sign-in/" for site in sites],
    )
    for account in ACCOUNTS:
        _link(account, cognito.subject(client, named["COGNITO_POOL_ID"], account.role))
    # Whoever tries the demo should see both ways at once.
    return {**named, "LOCAL_SIGN_IN": "open"}


def _person(account: Account) -> Person:
    return Person(account.role, account.password, account.first_name, account.last_name, [account.role])


def _link(account: Account, subject: str) -> None:
    """Make both ways lead to one member: what somebody did is theirs, however they signed in."""
    confirmed = {"subject": subject, "confirmed_at": timezone.now()}
    person = User.objects.get(username=account.role.value)
    Member.objects.update_or_create(
        user=person, defaults=confirmed, create_defaults={**confirmed, "cap": [account.role.value]}
    )
