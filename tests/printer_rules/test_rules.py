"""What holds with a printer, and changing it."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from dashboard.roles import Role
from support.audit.types import sentence
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.models import AuditEvent
from support.printer_rules.change import bring_back, change
from support.printer_rules.models import PrinterRules
from support.printer_rules.refusals import Overtaken
from support.printer_rules.rules import Channel, Meaning, Rules, read, rules_of
from tests.printer_rules.conftest import WHY, Plant, Staff

OTHER = Rules(
    channel=Channel.API,
    api_url="https://api.koeln.example/v1",
    claim_days=14,
    windows={"damaged": 7},
    statuses={"Case  Accepted": Meaning.APPROVED},
)


def test_without_any_the_printers_own_row_and_the_defaults_hold(koeln: str, db: None) -> None:
    found = rules_of(koeln)
    assert (found.channel, found.mail, found.claim_days) == (Channel.MAIL, "claims@koeln.example", 21)
    assert (found.language, found.not_arrived_wait_days) == ("en", 15)


def test_what_is_set_counts_before_the_row(koeln: str, admin: Asker) -> None:
    change(admin, koeln, replace(OTHER, mail="desk@koeln.example"), WHY, seen=0)
    found = rules_of(koeln)
    assert (found.channel, found.mail, found.claim_days) == (Channel.API, "desk@koeln.example", 14)


def test_they_are_read_in_one_query(koeln: str, admin: Asker, django_assert_num_queries: Any) -> None:
    change(admin, koeln, OTHER, WHY, seen=0)
    with django_assert_num_queries(1):
        rules_of(koeln)


def test_windows_by_reason_count_before_the_printers(koeln: str, admin: Asker) -> None:
    change(admin, koeln, OTHER, WHY, seen=0)
    assert rules_of(koeln).days_for("damaged") == 7
    assert rules_of(koeln).days_for("misprint") == 14


@pytest.mark.parametrize("said", ["Case  Accepted", "case accepted", " CASE ACCEPTED\n"])
def test_their_words_are_told_whatever_their_case_and_spaces(said: str) -> None:
    assert OTHER.meaning_of(said) is Meaning.APPROVED
    assert OTHER.meaning_of("rejected") is None


def test_only_what_differs_from_the_defaults_is_kept(koeln: str, admin: Asker) -> None:
    assert change(admin, koeln, Rules(language="de"), WHY, seen=0).rules == {"language": "de"}


def test_what_a_later_release_kept_is_left_out() -> None:
    assert read({"language": "de", "moon": "full"}) == Rules(language="de")


def test_a_change_is_a_version_with_its_row_of_the_audit(koeln: str, admin: Asker) -> None:
    change(admin, koeln, Rules(language="de"), WHY, seen=0)
    change(admin, koeln, Rules(language="de", claim_days=10), "they told us so", seen=1)
    first, second = AuditEvent.objects.order_by("number")
    assert sentence(first) == "changed the rules of printer koeln: language, as version 1"
    assert sentence(second) == "changed the rules of printer koeln: claim days, as version 2"
    assert second.reason.text == "they told us so"


def test_an_earlier_version_is_brought_back_as_a_new_one(koeln: str, admin: Asker) -> None:
    change(admin, koeln, Rules(language="de"), WHY, seen=0)
    change(admin, koeln, Rules(language="fr"), WHY, seen=1)
    bring_back(admin, koeln, 1, WHY, seen=2)
    assert rules_of(koeln).language == "de"
    assert bring_back(admin, koeln, 0, WHY, seen=3).rules == {}
    assert PrinterRules.objects.count() == 4


def test_who_looked_at_an_older_version_changes_nothing(koeln: str, admin: Asker) -> None:
    change(admin, koeln, Rules(language="de"), WHY, seen=0)
    with pytest.raises(Overtaken):
        change(admin, koeln, Rules(language="fr"), WHY, seen=0)
    assert rules_of(koeln).language == "de"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_overtaken(koeln: str, admin: Asker) -> None:
    ends: list[str] = []

    def one(language: str) -> None:
        try:
            change(admin, koeln, Rules(language=language), WHY, seen=0)
            ends.append("changed")
        except Overtaken:
            ends.append("overtaken")
        finally:
            connection.close()

    both = [threading.Thread(target=one, args=[language]) for language in ("de", "fr")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(ends) == ["changed", "overtaken"]
    assert AuditEvent.objects.count() == PrinterRules.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("mail", {"mail": "nobody"}),
        ("mail", {"mail": "a@koeln.example\nBcc: b@else.example"}),
        ("mail", {"mail": "a@koeln.example\r\nBcc: b@else.example"}),
        ("mail", {"mail": "a@koeln.example, b@koeln.example"}),
        ("mail", {"mail": "Claims <a@koeln.example>"}),
        ("mail", {"mail": "a\x00@koeln.example"}),
        ("mail", {"mail": "a@" + "k" * 300 + ".example"}),
        ("language", {"language": "tlh"}),
        ("language", {"language": "<script>"}),
        ("api_url", {"channel": Channel.API}),
        ("api_url", {"api_url": "ftp://koeln.example"}),
        ("api_url", {"api_url": "javascript:alert(1)"}),
        ("api_url", {"api_url": "https://name:word@koeln.example"}),
        ("api_url", {"api_url": "https://koeln.example/\r\nX: y"}),
        ("api_url", {"api_url": "https://koeln.example:x/"}),
        ("api_url", {"api_url": "https://[koeln"}),
        ("api_url", {"api_url": "https://"}),
        ("claim_days", {"claim_days": -1}),
        ("claim_days", {"claim_days": 10**9}),
        ("not_arrived_wait_days", {"not_arrived_wait_days": 10_000}),
        ("windows", {"windows": {"__class__": 3}}),
        ("window_damaged", {"windows": {"damaged": -3}}),
        ("silence_hours", {"silence_hours": 0.0}),
        ("silence_hours", {"silence_hours": float("nan")}),
        ("silence_hours", {"silence_hours": float("inf")}),
        ("statuses", {"statuses": {"": Meaning.NOTED}}),
        ("statuses", {"statuses": {"x" * 201: Meaning.NOTED}}),
        ("statuses", {"statuses": {"a\x00b": Meaning.NOTED}}),
        ("statuses", {"statuses": {"\ud800": Meaning.NOTED}}),
        ("statuses", {"statuses": {"done": Meaning.NOTED, "DONE ": Meaning.APPROVED}}),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(koeln: str, admin: Asker, field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        change(admin, koeln, replace(Rules(), **wrong), WHY, seen=0)
    assert field in refused.value.errors
    assert not PrinterRules.objects.exists()


@pytest.mark.parametrize(("public", "goes"), [("https://desk.example.com", False), ("http://localhost:8000", True)])
def test_an_api_without_tls_is_for_demos(koeln: str, admin: Asker, public: str, *, goes: bool) -> None:
    with override_settings(PUBLIC_URL=public):
        try:
            change(admin, koeln, Rules(api_url="http://127.0.0.1:9/"), WHY, seen=0)
        except Invalid:
            assert not goes
        else:
            assert goes


def test_it_takes_an_admin_a_reason_a_printer_and_a_difference(koeln: str, admin: Asker, staff: Staff) -> None:
    with pytest.raises(NotAllowed):
        change(staff(Role.OPS), koeln, Rules(language="de"), WHY, seen=0)
    with pytest.raises(Invalid):
        change(admin, koeln, Rules(language="de"), " ", seen=0)
    with pytest.raises(NotThere):
        change(admin, "nobody", Rules(language="de"), WHY, seen=0)
    with pytest.raises(NotThere):
        bring_back(admin, koeln, 7, WHY, seen=0)
    with pytest.raises(Invalid):
        change(admin, koeln, Rules(), WHY, seen=0)


def test_a_printer_that_is_not_known_has_the_defaults(plant: Plant, db: None) -> None:
    assert rules_of("nobody") == Rules()
    assert rules_of("\x00") == Rules()
