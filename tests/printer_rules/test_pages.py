"""The pages of printers' rules, letters and secrets: what they show to whom, and what they refuse."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client

from dashboard.permissions import Permission
from dashboard.roles import Role
from dashboard.tokens import create_token
from support.commands.asker import Asker
from support.models import AuditEvent
from support.printer_rules.change import change
from support.printer_rules.models import MailTemplate, PrinterRules, PrinterSecret
from support.printer_rules.rules import Channel, Meaning, Rules, rules_of
from support.printer_rules.secrets import live_secrets
from support.printer_rules.templates import template_for
from tests.notes.test_text import hostile
from tests.printer_rules.conftest import WHY, Plant, SignedIn

AT = "/printer-rules/of/koeln/"
EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
FORM = {"channel": "mail", "mail": "desk@koeln.example", "language": "de", "reason": WHY, "seen": "0"}
LETTER = {"subject": "Case {reference}", "body": "Hello {printer}, {reference}:\r\n{words}", "reason": WHY, "seen": "0"}
CALL = "/api/v1/printers/koeln"
GIVEN = "sk-live-0123456789abcdef"


@pytest.fixture
def desk(koeln: str, signed_in: SignedIn) -> Client:
    """An admin at the printer's pages."""
    return signed_in(Role.ADMIN)


@pytest.fixture
def program(db: None) -> Client:
    """A program that may do whatever its role may."""
    _, plain = create_token("a test's", Role.ADMIN, scopes=list(Permission))
    return Client(headers={"Authorization": f"Bearer {plain}"})


def body_of(answer: Any) -> str:
    """An answer's text."""
    return str(answer.content.decode())


def test_the_list_leads_to_each_printer(desk: Client) -> None:
    assert AT in body_of(desk.get("/printer-rules/"))
    assert AT in body_of(desk.get("/printers/koeln/"))


def test_rules_are_changed_by_their_form(desk: Client) -> None:
    more = {"window_damaged": "7", "claim_days": "14", "status": ["Accepted", ""], "meaning": ["approved", "noted"]}
    assert desk.post(f"{AT}change/", FORM | more).status_code == 302
    found = rules_of("koeln")
    assert (found.mail, found.language, found.claim_days) == ("desk@koeln.example", "de", 14)
    assert (found.windows, found.statuses) == ({"damaged": 7}, {"Accepted": Meaning.APPROVED})


def test_what_is_wrong_is_said_by_its_field_and_what_was_typed_stays(desk: Client) -> None:
    answer = desk.post(f"{AT}change/", FORM | {"mail": "a@b.example\r\nBcc: c@d.example", "claim_days": "soon"})
    text = body_of(answer)
    assert (answer.status_code, "There is a problem" in text, 'href="#change-claim_days"' in text) == (422, True, True)
    assert 'value="soon"' in text
    assert desk.post(f"{AT}change/", FORM | {"mail": "a@b.example\r\nBcc: c@d.example"}).status_code == 422
    assert not PrinterRules.objects.exists()


def test_who_looked_at_an_older_version_is_told(desk: Client) -> None:
    desk.post(f"{AT}change/", FORM)
    answer = desk.post(f"{AT}change/", FORM | {"language": "fr"})
    assert (answer.status_code, "Somebody has changed this" in body_of(answer)) == (409, True)
    assert rules_of("koeln").language == "de"


def test_the_history_says_in_words_what_was_changed_by_whom_and_why(desk: Client) -> None:
    desk.post(f"{AT}change/", FORM)
    text = body_of(desk.get(AT))
    assert "Letters are written in" in text
    assert "<del><bdi>English</bdi></del> <ins><bdi>German</bdi></ins>" in text
    assert WHY in text


def test_an_earlier_version_is_brought_back(desk: Client) -> None:
    desk.post(f"{AT}change/", FORM)
    assert desk.post(f"{AT}back/", {"to": "0", "seen": "1", "reason": WHY}).status_code == 302
    assert rules_of("koeln").language == "en"
    assert desk.post(f"{AT}back/", {"to": "9", "seen": "2", "reason": WHY}).status_code == 422


def test_who_may_only_look_sees_no_form_and_no_address(koeln: str, admin: Asker, signed_in: SignedIn) -> None:
    change(admin, koeln, Rules(mail="desk@koeln.example"), WHY, seen=0)
    text = body_of(signed_in(Role.AUDITOR).get(AT))
    assert "d•••@k•••.example" in text
    assert "desk@koeln.example" not in text
    assert 'id="change-go"' not in text


def test_an_agent_does_not_come_in(koeln: str, signed_in: SignedIn) -> None:
    client = signed_in(Role.AGENT)
    assert [client.get(path).status_code for path in ("/printer-rules/", AT, f"{AT}secrets/")] == [403] * 3


def test_a_letter_is_written_for_one_printer_and_taken_back(desk: Client) -> None:
    assert desk.post(f"{AT}letters/damaged/write/", LETTER).status_code == 302
    assert template_for("koeln", "damaged").subject == "Case {reference}"
    assert template_for("lille", "damaged").subject != "Case {reference}"
    assert desk.post(f"{AT}letters/damaged/back/", {"to": "0", "seen": "1", "reason": WHY}).status_code == 302
    assert template_for("koeln", "damaged").subject.startswith("Delivery")


def test_the_narrowest_letter_counts(desk: Client) -> None:
    for at, said in (("", "all any"), ("of/koeln/", "koeln any")):
        desk.post(f"/printer-rules/{at}letters/any/write/", LETTER | {"subject": said})
    desk.post("/printer-rules/letters/damaged/write/", LETTER | {"subject": "all damaged"})
    assert template_for("koeln", "damaged").subject == "koeln any"
    assert template_for("lille", "damaged").subject == "all damaged"
    assert template_for("lille", "binding").subject == "all any"


@pytest.mark.parametrize(
    "blank", ["{prize}", "{printer.name}", "{words!r}", "{0}", "{", "{{reference}}", "{__class__}"]
)
def test_a_blank_that_there_is_not_is_refused_by_name(desk: Client, blank: str) -> None:
    answer = desk.post(f"{AT}letters/damaged/write/", LETTER | {"body": f"{{reference}} {{words}} {blank}"})
    assert answer.status_code == 422
    assert not MailTemplate.objects.exists()


def test_a_subject_is_one_line(desk: Client) -> None:
    answer = desk.post(f"{AT}letters/any/write/", LETTER | {"subject": "Case {reference}\r\nBcc: all@else.example"})
    assert answer.status_code == 422


def test_a_letter_is_tried_before_it_is_written(desk: Client) -> None:
    typed = LETTER | {"body": "Case {reference}: {words} {prize}"}
    assert "There is no blank {prize}" in body_of(
        desk.post(f"{AT}letters/any/preview/", typed, headers={"HX-Request": "true"})
    )
    assert "The spine has come loose" in body_of(desk.post(f"{AT}letters/any/preview/", LETTER))
    assert not MailTemplate.objects.exists()


def test_a_secret_is_shown_once_and_never_again(
    desk: Client, program: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = body_of(desk.post(f"{AT}secrets/add/", {"kind": "webhook", "reason": WHY, "seen": "0"}))
    desk.post(f"{AT}secrets/add/", {"kind": "api", "given": GIVEN, "reason": WHY, "seen": "0"})
    known = [secret.decode() for kind in ("webhook", "api") for secret in live_secrets("koeln", kind)]  # type: ignore[arg-type]
    assert known[0] in made
    pages = (AT, f"{AT}secrets/", f"{AT}letters/", "/printers/koeln/", "/audit/")
    said = "".join(body_of(desk.get(page)) for page in pages) + caplog.text + body_of(program.get(CALL))
    said += str(list(AuditEvent.objects.values())) + str(list(PrinterSecret.objects.values()))
    assert [secret for secret in known if secret in said] == []


def test_a_form_that_is_sent_twice_makes_one_secret(desk: Client) -> None:
    sent = {"kind": "webhook", "reason": WHY, "seen": "0"}
    assert [desk.post(f"{AT}secrets/add/", sent).status_code for _ in "ab"] == [200, 409]
    assert PrinterSecret.objects.count() == 1


def test_a_secret_that_is_refused_is_not_said_again(desk: Client) -> None:
    answer = desk.post(f"{AT}secrets/add/", {"kind": "api", "given": "too short", "reason": WHY, "seen": "0"})
    assert (answer.status_code, "too short" in body_of(answer)) == (422, False)


def test_a_secret_is_retired_with_a_reason(desk: Client) -> None:
    desk.post(f"{AT}secrets/add/", {"kind": "webhook", "reason": WHY, "seen": "0"})
    at = f"{AT}secrets/{PrinterSecret.objects.get().pk}/retire/"
    assert [desk.post(at, {"reason": why}).status_code for why in ("", "it leaked", "again")] == [422, 302, 409]
    assert "it leaked" in body_of(desk.get(f"{AT}secrets/"))


@pytest.mark.parametrize("text", [*hostile()[:60], EVIL, "\x00", "{{ 7|add:7 }}", "=cmd()"])
def test_hostile_words_are_refused_or_shown_as_words(desk: Client, text: str) -> None:
    sent = FORM | {"reason": text, "status": [text], "meaning": ["noted"], "api_url": text, "mail": text}
    letter = LETTER | {"subject": text, "body": f"{text} {{reference}} {{words}}", "reason": text}
    answers = [
        desk.post(f"{AT}change/", sent),
        desk.post(f"{AT}change/", sent | {"api_url": "", "mail": ""}),
        desk.post(f"{AT}letters/any/write/", letter),
        desk.post(f"{AT}letters/any/preview/", letter),
        desk.post(f"{AT}secrets/add/", {"kind": text, "reason": text, "given": text, "seen": text}),
        desk.get(AT),
        desk.get(f"{AT}letters/any/"),
    ]
    assert {answer.status_code for answer in answers} <= {200, 302, 409, 422}
    assert not any(EVIL in body_of(answer) for answer in answers)


def test_a_printer_or_reason_that_there_is_not(plant: Plant, signed_in: SignedIn) -> None:
    client = signed_in(Role.ADMIN)
    paths = ("of/nobody/", "of/nobody/secrets/", "letters/unheard/", "of/nobody/letters/any/")
    assert [client.get(f"/printer-rules/{path}").status_code for path in paths] == [404] * 4


def test_a_printers_own_address_is_shown_to_nobody(desk: Client) -> None:
    assert rules_of("koeln").channel is Channel.MAIL
    assert "claims@koeln.example" not in body_of(desk.get(AT))


def test_programs_read_the_channel(koeln: str, admin: Asker, program: Client) -> None:
    change(admin, koeln, Rules(channel=Channel.NONE), WHY, seen=0)
    assert program.get(CALL).json()["channel"] == "none"
