"""Letters to printers: which one counts, and that its blanks are filled by name alone."""

from __future__ import annotations

import pytest

from orders.answer.blanks import blanks
from support.commands.asker import Asker
from support.printer_rules.change import change
from support.printer_rules.check import check_letter
from support.printer_rules.rules import Rules
from support.printer_rules.templates import PLACEHOLDERS, Template, shipped, template_for
from support.reasons import reasons
from tests.printer_rules.conftest import WHY

SAMPLE = {name: f"<{name}>" for name in PLACEHOLDERS}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("reason", [*reasons(), "", "unheard_of"])
def test_every_reason_has_a_letter_that_may_be_sent(language: str, reason: str) -> None:
    check_letter(shipped(reason, language))


def test_the_printers_language_is_written_else_english(koeln: str, admin: Asker) -> None:
    assert template_for(koeln, "misprint").body.startswith("Dear {printer} team,")
    change(admin, koeln, Rules(language="de"), WHY, seen=0)
    assert template_for(koeln, "misprint").body.startswith("Liebes Team von {printer},")
    assert template_for(koeln, "misprint", "fr").body.startswith("Dear {printer} team,")


def test_what_is_filled_in_is_not_filled_again() -> None:
    words = "{sender} {printer.__class__} {0} %s ${words}"
    letter = Template("{reference}", "{words}").filled(words=words, sender="Ana", reference="r-1")
    assert letter.body == words


def test_a_subject_stays_one_line_whatever_is_filled_in() -> None:
    letter = Template("Case {reference}", "").filled(reference="1\r\nBcc: all@else.example\n\x0b\x1c\x85\u2028x")
    assert letter.subject == "Case 1 Bcc: all@else.example x"


def test_every_blank_of_a_letter_has_a_meaning() -> None:
    letter = shipped("misprint", "en")
    assert blanks(letter.subject) | blanks(letter.body) <= PLACEHOLDERS.keys()
    assert "{" not in letter.filled(**SAMPLE).body
