"""Secrets shared with printers: two live at most, read by whoever checks calls, and by nobody else."""

from __future__ import annotations

import logging
import threading
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from dashboard.roles import Role
from support.audit.types import sentence
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.models import AuditEvent
from support.printer_rules.models import PrinterSecret, SecretKind
from support.printer_rules.refusals import RetiredAlready, TooManySecrets
from support.printer_rules.secrets import add_secret, live_secrets, retire
from tests.printer_rules.conftest import WHY, Plant, Staff

CALLS, API = SecretKind.WEBHOOK, SecretKind.API
ONE, OTHER = Fernet.generate_key().decode(), Fernet.generate_key().decode()
GIVEN = "sk-live-0123456789abcdef"


def newest() -> PrinterSecret:
    """The one that was made last."""
    return PrinterSecret.objects.order_by("-pk")[0]


def test_a_secret_is_made_here_and_read_again(koeln: str, admin: Asker) -> None:
    secret = add_secret(admin, koeln, CALLS, WHY)
    assert len(secret) == 43
    assert live_secrets(koeln, CALLS) == [secret.encode()]
    assert secret.encode() not in bytes(newest().sealed)


def test_two_are_live_newest_first_and_a_third_waits(koeln: str, admin: Asker) -> None:
    first, second = add_secret(admin, koeln, CALLS, WHY), add_secret(admin, koeln, CALLS, WHY)
    assert live_secrets(koeln, CALLS) == [second.encode(), first.encode()]
    with pytest.raises(TooManySecrets):
        add_secret(admin, koeln, CALLS, WHY)
    assert PrinterSecret.objects.count() == AuditEvent.objects.count() == 2


def test_kinds_and_printers_are_apart(plant: Plant, koeln: str, admin: Asker) -> None:
    plant.printer("lille")
    add_secret(admin, koeln, CALLS, WHY)
    assert not live_secrets(koeln, API)
    assert not live_secrets("lille", CALLS)


def test_a_retired_one_counts_no_more(koeln: str, admin: Asker) -> None:
    first, second = add_secret(admin, koeln, CALLS, WHY), add_secret(admin, koeln, CALLS, WHY)
    retire(admin, newest().pk, "it was in a mail")
    assert live_secrets(koeln, CALLS) == [first.encode()]
    assert second.encode() not in live_secrets(koeln, CALLS)
    with pytest.raises(RetiredAlready):
        retire(admin, newest().pk, "again")


def test_the_audit_tells_of_both_ends_and_not_the_secret(koeln: str, admin: Asker) -> None:
    secret = add_secret(admin, koeln, CALLS, WHY)
    retire(admin, newest().pk, "it was in a mail")
    added, retired = map(sentence, AuditEvent.objects.order_by("number"))
    assert added == f"added a webhook secret of printer koeln, ending in {secret[-4:]}"
    assert retired == f"retired the webhook secret of printer koeln ending in {secret[-4:]}"


def test_the_secret_of_an_api_may_be_the_printers_own(koeln: str, admin: Asker) -> None:
    assert add_secret(admin, koeln, API, WHY, given=f" {GIVEN} ") == GIVEN
    assert live_secrets(koeln, API) == [GIVEN.encode()]


@pytest.mark.parametrize(
    "given", ["short", "x" * 501, "with spaces in the middle", "naïve-naïve-naïve-naïve", "a\x00" * 9]
)
def test_what_is_no_secret_is_refused_without_saying_it(koeln: str, admin: Asker, given: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_secret(admin, koeln, API, WHY, given=given)
    assert given not in str(refused.value)


def test_a_secret_for_calls_is_made_here_alone(koeln: str, admin: Asker) -> None:
    with pytest.raises(Invalid):
        add_secret(admin, koeln, CALLS, WHY, given=GIVEN)


def test_it_takes_an_admin_a_reason_and_a_printer(koeln: str, admin: Asker, staff: Staff) -> None:
    with pytest.raises(NotAllowed):
        add_secret(staff(Role.OPS), koeln, CALLS, WHY)
    with pytest.raises(Invalid):
        add_secret(admin, koeln, CALLS, "\n ")
    with pytest.raises(NotThere):
        add_secret(admin, "nobody", CALLS, WHY)
    with pytest.raises(NotThere):
        retire(admin, 1_000_000, WHY)


def test_another_printers_secret_is_not_there(plant: Plant, koeln: str, admin: Asker) -> None:
    plant.printer("lille")
    add_secret(admin, koeln, CALLS, WHY)
    with pytest.raises(NotThere):
        retire(admin, newest().pk, WHY, printer_id="lille")


def test_what_secret_key_encrypted_is_read_beside_keys_of_their_own(koeln: str, admin: Asker) -> None:
    old = add_secret(admin, koeln, CALLS, WHY)
    with override_settings(SECRETS_KEYS=[ONE]):
        new = add_secret(admin, koeln, CALLS, WHY)
        assert live_secrets(koeln, CALLS) == [new.encode(), old.encode()]


def test_the_first_key_encrypts_and_all_decrypt(koeln: str, admin: Asker) -> None:
    with override_settings(SECRETS_KEYS=[ONE]):
        secret = add_secret(admin, koeln, CALLS, WHY)
    with override_settings(SECRETS_KEYS=[OTHER, ONE]):
        assert live_secrets(koeln, CALLS) == [secret.encode()]


def test_one_that_no_key_opens_is_left_out_and_logged_by_number(
    koeln: str, admin: Asker, caplog: pytest.LogCaptureFixture
) -> None:
    with override_settings(SECRETS_KEYS=[ONE]):
        add_secret(admin, koeln, CALLS, WHY)
    with caplog.at_level(logging.ERROR):
        assert live_secrets(koeln, CALLS) == []
    assert str(newest().pk) in caplog.text


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_two_are_added(koeln: str, admin: Asker) -> None:
    ends: list[str] = []

    def one() -> None:
        try:
            add_secret(admin, koeln, CALLS, WHY)
            ends.append("added")
        except TooManySecrets:
            ends.append("refused")
        finally:
            connection.close()

    many = [threading.Thread(target=one) for _ in range(6)]
    for each in many:
        each.start()
    for each in many:
        each.join()
    assert sorted(ends) == ["added"] * 2 + ["refused"] * 4
    assert len(live_secrets(koeln, CALLS)) == 2


def test_resealing_lets_older_keys_go(koeln: str, admin: Asker) -> None:
    secret = add_secret(admin, koeln, CALLS, WHY)
    with override_settings(SECRETS_KEYS=[ONE]):
        call_command("reseal_secrets", stdout=StringIO())
    with override_settings(SECRETS_KEYS=[ONE], SECRET_KEY="another one " * 5):
        assert live_secrets(koeln, CALLS) == [secret.encode()]


def test_resealing_names_what_no_key_opens(koeln: str, admin: Asker) -> None:
    with override_settings(SECRETS_KEYS=[ONE]):
        add_secret(admin, koeln, CALLS, WHY)
    with override_settings(SECRETS_KEYS=[OTHER]), pytest.raises(CommandError, match=str(newest().pk)):
        call_command("reseal_secrets", stdout=StringIO())
