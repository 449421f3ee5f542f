"""Letters to printers: seen before they are sent, sent in one transaction, followed and answered."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from dashboard.permissions import Permission
from dashboard.roles import Role
from dashboard.tokens import create_token
from support.audit.chain import faults
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, Refused
from support.escalations.escalate import escalate
from support.escalations.models import Escalation, EscalationState, Step
from support.escalations.refusals import Changed, NotFromHere
from support.escalations.send import send, write_again
from support.evidence import bucket
from support.evidence.models import Evidence, EvidenceState
from support.mail import mime, outbox, thread
from support.mail.attach import Attachment, Loaded, that_fit
from support.mail.forget import forget_mails
from support.mail.models import Mail, MailState
from support.mail.standing import AlarmName, standing
from support.shown.conversation import version_of
from tests.commands.conftest import Desk, Staff
from tests.escalations.conftest import HTMX, SignIn, a_problem
from tests.mail.conftest import Outside, Post, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(misprint: Escalation, outside: Outside) -> Evidence:
    """A checked photo of it."""
    now = timezone.now()
    made = Evidence.objects.create(
        escalation=misprint, key="k", shows="photo_whole", name="Anna Müller.jpg", state=EvidenceState.READY,
        kind="image/jpeg", size=4, sha256="a" * 64, actor="x", expected_at=now, came_at=now,
    )  # fmt: skip
    bucket.put(bucket.kept(misprint.pk, made.pk, made.sha256, "picture"), b"jpeg", "image/jpeg")
    return made


def read(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_sending_moves_it_and_posts_one_mail(agent: Asker, misprint: Escalation, photo: Evidence) -> None:
    sent = send(agent, misprint.pk, "Page 7 is blue.", evidence=[photo.pk], seen=misprint.changes)
    mail = Mail.objects.get()
    assert (sent.state, mail.address, mail.event) == (EscalationState.SENT, "service@koeln.example", _last_step().event)
    for part in ("Page 7 is blue.", "PD-", "Misprint", "photo_whole-1.jpg", "1 × photobook", "Köln Druck", "j-2"):
        assert part in mail.text
    assert "Müller" not in json.dumps(mail.attachments) + mail.text
    assert list(faults()) == []


def test_it_goes_out_with_its_photo(agent: Asker, misprint: Escalation, photo: Evidence, outside: Outside) -> None:
    send(agent, misprint.pk, "Blue.", evidence=[photo.pk])
    outbox.sweep()
    assert ([each["To"] for each in outside.sent], Mail.objects.get().state) == (
        [["service@koeln.example"]],
        MailState.SENT,
    )


def test_what_is_missing_takes_a_reason(agent: Asker, misprint: Escalation, outside: Outside) -> None:
    with pytest.raises(Invalid, match="evidence is missing"):
        send(agent, misprint.pk, "Blue.", anyway=" ")
    send(agent, misprint.pk, "Blue.", anyway="They have seen it.")
    assert "They have seen it." in _last_step().text


def test_it_is_sent_once(agent: Asker, misprint: Escalation, outside: Outside) -> None:
    send(agent, misprint.pk, "Blue.")
    with pytest.raises(NotFromHere):
        send(agent, misprint.pk, "Blue.")
    assert Mail.objects.count() == 1


def test_nothing_is_done_where_it_cannot_be_sent(agent: Asker, misprint: Escalation, settings: Any) -> None:
    settings.MAIL_FROM = ""
    with pytest.raises(Refused, match="MAIL_FROM"):
        send(agent, misprint.pk, "Blue.")
    assert (Escalation.objects.get().state, Step.objects.count()) == (EscalationState.OPEN, 1)


def test_a_carrier_s_is_not_sent_to_a_printer(agent: Asker, desk: Desk, printer: str) -> None:
    theirs = escalate(agent, a_problem(reason="duplicate_order"))
    with pytest.raises(Refused, match="no printer is named"):
        send(agent, theirs.pk, "x")


def test_another_s_is_not_sent(staff: Staff, misprint: Escalation) -> None:
    with pytest.raises(NotAllowed):
        send(staff(Role.AGENT), misprint.pk, "x")


def test_what_was_changed_meanwhile_is_not_sent(agent: Asker, misprint: Escalation) -> None:
    with pytest.raises(Changed):
        send(agent, misprint.pk, "x", seen=misprint.changes + 1)


def test_writing_again_goes_on_in_the_thread(agent: Asker, misprint: Escalation, outside: Outside) -> None:
    send(agent, misprint.pk, "Blue.")
    outbox.sweep()
    write_again(agent, misprint.pk, "Any news?")
    first, second = Mail.objects.order_by("made_at")
    message = read(mime.spelt(second, second.address, (), thread.before(second)))
    assert message["In-Reply-To"] in message["References"]
    assert fresh(first).provider_id in message["References"]
    assert second.subject == f"Re: {first.subject}"


def test_a_mail_is_spelt_so_that_every_server_reads_it(posted: Post) -> None:
    mail = posted(subject="Übergröße\r\nBcc: evil@example.com 書", text="Grüße\n", html="<img src='cid:chart'>")
    png = Attachment(bucket="b", key="k", name="c", type="image/png", cid="chart")
    pdf = Attachment(bucket="b", key="k", name="../Ände\r\nrung.pdf", type="application/pdf")
    raw = mime.spelt(mail, mail.address, [Loaded(png, b"png"), Loaded(pdf, b"pdf")])
    message = read(raw)
    assert raw.isascii()
    assert message["Bcc"] is None
    assert message["Subject"] == "Übergröße Bcc: evil@example.com 書"
    assert (message["Auto-Submitted"], message["X-Printdesk-Mail"]) == ("auto-generated", mail.pk)
    assert [part.get_filename() for part in message.iter_attachments()] == ["Änderung.pdf"]
    assert {part["Content-ID"] for part in message.walk() if part["Content-ID"]} == {"<chart>"}


def test_the_largest_that_fit_are_chosen() -> None:
    files = [Attachment(bucket="b", key=str(size), name="n", type="t", size=size) for size in (5, 9, 3, 2)]
    assert [each.size for each in that_fit(files, 12)] == [9, 3]


def test_the_page_shows_the_letter_and_sends_it(sign_in: SignIn, agent: Asker, misprint: Escalation) -> None:
    client, path = sign_in(agent), f"/mails/escalations/{misprint.pk}/letter/"
    page = client.get(path).content.decode()
    assert "Köln Druck" in page
    assert "Still missing" in page
    form = {"seen": misprint.changes, "first": "1", "text": "Blue."}
    assert client.post(path, form).status_code == 422
    assert client.post(path, form | {"anyway": "They know."}).status_code == 302
    assert client.post(path, form | {"anyway": "They know."}).status_code == 409
    assert "Waiting to be sent" in client.get(f"/escalations/{misprint.pk}/").content.decode()


@pytest.mark.parametrize("bad", [{"text": "a\0"}, {"evidence": "e-404"}, {"seen": "x"}, {"text": "x" * 200_000}])
def test_bad_input_sends_nothing(
    sign_in: SignIn, agent: Asker, misprint: Escalation, outside: Outside, bad: Any
) -> None:
    form = {"seen": misprint.changes, "first": "1", "text": "Blue.", "anyway": "y"}
    answer = sign_in(agent).post(f"/mails/escalations/{misprint.pk}/letter/", form | bad)
    assert 400 <= answer.status_code < 500
    assert not Mail.objects.exists()


def test_an_open_page_hears_what_became_of_it(sign_in: SignIn, agent: Asker, misprint: Escalation) -> None:
    client, path = sign_in(agent), f"/mails/escalations/{misprint.pk}/"
    send(agent, misprint.pk, "Blue.")
    version = version_of(Escalation.objects.get())
    assert client.get(f"{path}?v={version}", headers=HTMX).status_code == 204
    Mail.objects.update(state=MailState.DELIVERED, changes=5)
    assert "Delivered" in client.get(f"{path}?v={version}", headers=HTMX).content.decode()


def test_the_list_has_what_wants_somebody_first(sign_in: SignIn, posted: Post) -> None:
    mails = [posted() for _ in range(3)]
    Mail.objects.filter(pk=mails[0].pk).update(state=MailState.MAYBE_SENT)
    page = sign_in(Role.OPS).get("/mails/").content.decode()
    assert page.index("Somebody has to look") < page.index(f"trouble-{mails[0].pk}") < page.index("Newest first")
    assert sign_in(Role.MANAGER).get("/mails/?state=sent&to=printer").status_code == 200
    assert {standing().alarms[0].name, len(standing().alarms)} == {AlarmName.MAYBE, 1}


def test_a_senior_decides_and_an_agent_does_not(sign_in: SignIn, posted: Post) -> None:
    mail = posted()
    Mail.objects.update(state=MailState.MAYBE_SENT)
    form = {"seen": fresh(mail).changes}
    assert "Send it once more" not in sign_in(Role.AGENT).get(f"/mails/{mail.pk}/").content.decode()
    assert sign_in(Role.SENIOR).post(f"/mails/{mail.pk}/once-more/", form).status_code == 302
    assert fresh(mail).state == MailState.WAITING


@pytest.mark.parametrize("query", ["state=gone", "to=x", "after=x~y", "after=%00", "after=2026-01-01~x"])
def test_a_list_that_there_is_not(sign_in: SignIn, db: None, query: str) -> None:
    assert sign_in(Role.OPS).get(f"/mails/?{query}").status_code == 400


def test_erasing_takes_the_words(agent: Asker, misprint: Escalation) -> None:
    send(agent, misprint.pk, "Blue.")

    assert forget_mails(Q(order_id=misprint.order_id)) == 1
    mail = Mail.objects.get()
    assert (mail.text, mail.subject, mail.attachments, mail.state) == ("", "", [], MailState.WITHDRAWN)


def test_a_program_sends_once_and_reads_what_was_sent(
    agent: Asker, misprint: Escalation, client: Client, outside: Outside
) -> None:
    scopes = [Permission.MOVE_ESCALATION, Permission.LEAD_ESCALATIONS, Permission.VIEW_ESCALATIONS]
    _, secret = create_token("t", Role.SENIOR, scopes=scopes)
    head = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "one"}
    path, body = f"/api/v1/escalations/{misprint.pk}", {"text": "Blue.", "anyway": "They know."}
    for _ in range(2):
        answer = client.post(f"{path}/messages", body, "application/json", headers=head)
        assert answer.status_code == 201, answer.content
    whole = client.get(path, headers=head).json()
    assert (whole["state"], len(whole["messages"]), Mail.objects.count()) == ("sent_to_printer", 1, 1)
    assert (
        client.post(f"{path}/messages", {}, "application/json", headers=head | {"Idempotency-Key": "2"}).status_code
        == 400
    )


def _last_step() -> Step:
    return Step.objects.order_by("pk").last()  # type: ignore[return-value]
