"""What ended badly is said again by who may; what is over here is over at the printer."""

from __future__ import annotations

import pytest

from dashboard.roles import Role
from demo.printer_api import server
from support.commands.asker import Asker
from support.commands.refusals import NotAllowed, NotThere, Refused
from support.escalations.models import Escalation, Step
from support.escalations.move import move
from support.escalations.send import write_again
from support.models import AuditEvent
from support.printer_api.mend import once_more
from support.printer_api.models import PrinterCall
from support.printer_api.settle import give_up
from tests.commands.conftest import Staff
from tests.escalations.conftest import SignIn, sign_in
from tests.printer_api.conftest import Api, again

__all__ = ["sign_in"]


@pytest.fixture
def refused(sent: PrinterCall, connected: Api, monkeypatch: pytest.MonkeyPatch) -> PrinterCall:
    """What the printer did not take, and would take now."""
    with monkeypatch.context() as patch:
        patch.setattr(server, "handle", lambda *_: server.Answer(400, {"error": "no"}, {}))
        return again(sent)


def test_a_refused_call_is_said_again_with_its_key(agent: Asker, refused: PrinterCall, connected: Api) -> None:
    once_more(agent, refused.escalation_id, refused.pk)
    assert again(refused).state == "done"
    assert connected.book.keys == {refused.pk: "KO-1000"}
    assert AuditEvent.objects.get(type="printer_call.once_more").details == {"act": "open", "was": "refused"}


def test_what_was_given_up_has_a_day_again(agent: Asker, sent: PrinterCall, connected: Api) -> None:
    PrinterCall.objects.update(asked_at="2026-01-01T00:00Z")
    give_up(sent)
    once_more(agent, sent.escalation_id, sent.pk)
    assert again(sent).state == "done"


def test_only_what_ended_badly_and_once(agent: Asker, refused: PrinterCall) -> None:
    once_more(agent, refused.escalation_id, refused.pk)
    with pytest.raises(Refused):
        once_more(agent, refused.escalation_id, refused.pk)
    assert Step.objects.filter(event__type="printer_call.once_more").count() == 1


def test_not_after_the_same_was_said_anew(agent: Asker, refused: PrinterCall) -> None:
    write_again(agent, refused.escalation_id, "Page 3 is blank, still.")
    assert PrinterCall.objects.latest("asked_at").act == "open"
    with pytest.raises(Refused, match="since"):
        once_more(agent, refused.escalation_id, refused.pk)


def test_its_words_may_be_gone(agent: Asker, refused: PrinterCall) -> None:
    PrinterCall.objects.update(body=b"")
    with pytest.raises(Refused, match="gone"):
        once_more(agent, refused.escalation_id, refused.pk)


def test_not_by_others_nor_of_another_escalation(staff: Staff, agent: Asker, refused: PrinterCall) -> None:
    with pytest.raises(NotAllowed):
        once_more(staff(Role.AGENT), refused.escalation_id, refused.pk)
    with pytest.raises(NotThere):
        once_more(agent, refused.escalation_id, "c-404")


def test_the_page_has_the_button_for_who_may(staff: Staff, agent: Asker, refused: PrinterCall, sign_in: SignIn) -> None:
    page, button = f"/escalations/{refused.escalation_id}/", f'id="again-call-{refused.pk}"'
    assert button in sign_in(agent).get(page).content.decode()
    assert button not in sign_in(staff(Role.AGENT)).get(page).content.decode()
    assert sign_in(agent).post(f"{page}calls/{refused.pk}/again/").status_code == 302
    assert button not in sign_in(agent).get(page).content.decode()


def test_what_is_resolved_here_is_closed_there(agent: Asker, sent: PrinterCall, connected: Api) -> None:
    again(sent)
    move(agent, sent.escalation_id, "resolved", "They print it again.")
    again(PrinterCall.objects.get(act="close"))
    assert (connected.book.claims["KO-1000"].status, connected.book.events) == ("closed", [])
    assert Escalation.objects.get().state == "resolved"


def test_it_is_closed_there_once(agent: Asker, staff: Staff, sent: PrinterCall, connected: Api) -> None:
    again(sent)
    move(agent, sent.escalation_id, "resolved", "They print it again.")
    move(agent, sent.escalation_id, "closed")
    assert PrinterCall.objects.filter(act="close").count() == 1


def test_what_was_never_said_there_is_not_closed_there(agent: Asker, refused: PrinterCall) -> None:
    move(agent, refused.escalation_id, "resolved", "By phone.")
    assert not PrinterCall.objects.filter(act="close").exists()
