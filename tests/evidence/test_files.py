"""A file on its way: announced, sent to the bucket, found there, checked, kept; and what goes wrong meanwhile."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
import requests
from botocore.exceptions import EndpointConnectionError
from django.conf import LazySettings
from django.db.models import F
from django.utils import timezone
from PIL import Image, ImageCms

from orders import cloud as clouds
from support.audit.types import sentence
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotThere, Refused
from support.escalations.models import Escalation
from support.escalations.move import move
from support.evidence import arrive, bucket, change, check, look, sandbox
from support.evidence.listing import evidence_of, evidence_of_order, missing
from support.evidence.models import Evidence
from support.models import AuditEvent
from support.notices.models import Notice
from tests.evidence.conftest import announce, checked, key_of, picture, post, send, stored

pytestmark = pytest.mark.django_db


def state(evidence: Evidence) -> str:
    return str(Evidence.objects.get(pk=evidence.pk).state)


def told(kind: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(type=kind))


def test_a_photo_is_kept_without_what_was_written_beside_it(cloud: str, opened: Escalation, agent: Asker) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "<script>alert(1)</script>"
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    sent = picture(exif=exif, icc_profile=profile, comment=b"Bonn")
    file = checked(agent, opened, sent, shows="photo_fault", name="C:\\me\\IMG 1.jpg")
    assert (file.state, file.name, file.width, file.height) == ("ready", "IMG 1.jpg", 60, 90)
    kept = requests.get(look.look(agent, file.pk), timeout=10)
    assert kept.headers["Content-Type"] == "image/jpeg"
    assert kept.headers["Content-Disposition"].startswith('inline; filename="photo-fault-')
    image = Image.open(io.BytesIO(kept.content))
    assert not image.getexif()
    assert {"exif", "icc_profile", "comment", "xmp"}.isdisjoint(image.info)
    assert key_of(file) not in stored(file)
    assert len(stored(file)) == 3


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "HEIF"])
def test_what_phones_make_is_taken(cloud: str, opened: Escalation, agent: Asker, kind: str) -> None:
    assert checked(agent, opened, picture(kind=kind)).state == "ready"


def test_a_huge_photo_is_made_smaller(cloud: str, opened: Escalation, agent: Asker) -> None:
    file = checked(agent, opened, picture((9000, 4500)))
    assert (file.width, file.height) == (3000, 1500)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"%PDF-1.7", "document"), (b"<svg onload='x'/>", "web page"), (picture()[:200], "broke off"), (b"\0", "empty")],
)
def test_what_is_no_photo_is_refused_in_words(
    cloud: str, opened: Escalation, agent: Asker, content: bytes, words: str
) -> None:
    file = checked(agent, opened, content)
    assert file.state == "refused"
    assert words in file.trouble
    assert stored(file) == []
    assert told("evidence.refused")


def test_the_bucket_takes_no_other_key_no_more_bytes_and_nothing_later(
    cloud: str, opened: Escalation, agent: Asker, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EVIDENCE_BYTES = 1000
    one, other = announce(agent, opened), announce(agent, opened)
    form = bucket.form(key_of(one))
    assert post(form, b"x", key=key_of(other)).status_code == 403
    assert post(form, b"x" * 1001).status_code == 400
    assert post(form, b"x", **{"Content-Type": "text/html"}).status_code == 403
    monkeypatch.setattr(bucket, "FORM_SECONDS", -1)
    assert post(bucket.form(key_of(one)), b"x").status_code == 403
    assert stored(one) == stored(other) == []


def test_nobody_s_word_makes_a_file_come(cloud: str, opened: Escalation, agent: Asker) -> None:
    file = announce(agent, opened)
    assert arrive.sent(agent, file.pk).state == "expected"
    with pytest.raises(NotThere):
        arrive.sent(agent, file.pk, "another")
    assert not told("evidence.added")


def test_what_nobody_told_of_is_found_and_what_never_comes_is_forgotten(
    cloud: str, opened: Escalation, agent: Asker
) -> None:
    came, never = announce(agent, opened), announce(agent, opened)
    send(came, picture())
    arrive.sweep()
    check.sweep()
    assert (state(came), state(never)) == ("ready", "expected")
    Evidence.objects.update(expected_at=timezone.now() - timedelta(hours=2))
    arrive.sweep()
    assert [file.pk for file in evidence_of(opened.pk)] == [came.pk]


def test_who_takes_up_a_killed_worker_s_file_settles_it_alone(cloud: str, opened: Escalation, agent: Asker) -> None:
    file = announce(agent, opened)
    send(file, picture())
    arrive.sent(agent, file.pk)
    dead = check._claim(file.pk)
    check.check(file.pk)
    assert state(file) == "checking"
    Evidence.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    check.sweep()
    assert state(file) == "ready"
    assert dead is not None
    check._refuse(dead, "broken")
    assert state(file) == "ready"


def test_a_bucket_that_does_not_answer_is_asked_again(
    cloud: str, opened: Escalation, agent: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = announce(agent, opened)
    send(file, picture())
    arrive.sent(agent, file.pk)
    with monkeypatch.context() as gone:

        def silent(*_: Any) -> None:
            raise EndpointConnectionError(endpoint_url="x")

        gone.setattr(bucket, "fetch", silent)
        check.check(file.pk)
    assert state(file) == "checking"
    Evidence.objects.update(claimed_until=None)
    check.check(file.pk)
    assert state(file) == "ready"


def test_what_could_not_be_checked_five_times_is_refused(cloud: str, opened: Escalation, agent: Asker) -> None:
    file = announce(agent, opened)
    send(file, picture())
    arrive.sent(agent, file.pk)
    Evidence.objects.update(attempts=F("attempts") + check.MOST_ATTEMPTS)
    check.check(file.pk)
    assert "Send it again" in Evidence.objects.get().trouble


def test_a_file_that_is_sent_again_over_the_first_changes_nothing(cloud: str, opened: Escalation, agent: Asker) -> None:
    file = checked(agent, opened, picture())
    send(file, picture(colour="red"))
    arrive.sweep()
    check.sweep()
    assert Evidence.objects.get().sha256 == file.sha256
    assert len(list(bucket.keys_under(f"kept/{file.escalation_id}/"))) == 3


def test_the_same_key_announces_one_file(cloud: str, opened: Escalation, agent: Asker) -> None:
    first = announce(agent, opened, key="k", name="a.jpg")
    assert announce(agent, opened, key="k", name="a.jpg") == first
    with pytest.raises(Refused):
        announce(agent, opened, key="k", name="b.jpg")


def test_an_escalation_has_so_many_files_and_none_once_it_is_over(
    opened: Escalation, agent: Asker, settings: LazySettings
) -> None:
    settings.EVIDENCE_FILES = 1
    announce(agent, opened)
    with pytest.raises(Refused, match="1 files already"):
        announce(agent, opened)
    settings.EVIDENCE_FILES = 2
    move(agent, opened.pk, "resolved", "Done.")
    with pytest.raises(Refused, match="over"):
        announce(agent, opened)


@pytest.mark.parametrize("wrong", [{"shows": "x"}, {"key": "a\0"}, {"key": "k" * 101}])
def test_what_cannot_be_is_said(opened: Escalation, agent: Asker, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        announce(agent, opened, **wrong)


def test_its_owner_is_told_once_when_nothing_is_missing_any_more(cloud: str, opened: Escalation, agent: Asker) -> None:
    move(agent, opened.pk, "awaiting_evidence", "Photos.")
    opened.refresh_from_db()
    assert missing(opened) == ["photo_fault", "photo_packaging", "photo_label"]
    checked(agent, opened, picture(), shows="photo_fault")
    label = checked(agent, opened, picture(), shows="photo_label")
    last = checked(agent, opened, picture())
    assert not Notice.objects.filter(text__startswith="All evidence").exists()
    change.assign(agent, last.pk, "photo_packaging")
    change.assign(agent, label.pk, "")
    change.assign(agent, label.pk, "photo_label")
    assert missing(opened) == []
    assert Notice.objects.filter(text__startswith="All evidence").count() == 1


def test_what_is_withdrawn_is_deleted_though_the_bucket_was_away(
    cloud: str, opened: Escalation, agent: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = checked(agent, opened, picture(), shows="photo_fault")
    with monkeypatch.context() as gone:
        gone.setattr(change, "clear", lambda _: None)
        change.withdraw(agent, file.pk)
    assert len(stored(file)) == 3
    change.sweep()
    assert (state(file), stored(file)) == ("withdrawn", [])
    assert "photo_fault" in missing(opened)


def test_what_is_withdrawn_while_it_is_checked_stays_so(
    cloud: str, opened: Escalation, agent: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = announce(agent, opened)
    send(file, picture())
    arrive.sent(agent, file.pk)
    real = sandbox.decode

    def meanwhile(content: bytes) -> Any:
        change.withdraw(agent, file.pk)
        return real(content)

    monkeypatch.setattr(sandbox, "decode", meanwhile)
    check.check(file.pk)
    assert (state(file), stored(file)) == ("withdrawn", [])


def test_the_audit_knows_what_was_done_and_no_file_s_name(cloud: str, opened: Escalation, agent: Asker) -> None:
    file = checked(agent, opened, picture(), name="Zerlina.jpg", shows="photo_fault")
    look.look(agent, file.pk)
    change.assign(agent, file.pk, "photo_label")
    change.withdraw(agent, file.pk)
    events = list(AuditEvent.objects.filter(type__startswith="evidence.").order_by("number"))
    assert [event.type for event in events] == [
        "evidence.added", "evidence.seen", "evidence.assigned", "evidence.withdrawn",
    ]  # fmt: skip
    assert all(sentence(event) and "Zerlina" not in str(event.details) for event in events)
    assert [each.pk for each in evidence_of_order(opened.order_id)] == [file.pk]


def test_a_link_to_a_photo_is_good_for_a_minute(cloud: str, opened: Escalation, agent: Asker) -> None:
    file = checked(agent, opened, picture())
    for link in (look.look(agent, file.pk), look.preview(file, sharp=False)):
        assert "X-Amz-Expires=60" in link
    assert clouds.s3().get_bucket_cors(Bucket="printdesk-evidence")["CORSRules"][0]["AllowedMethods"] == ["POST"]
