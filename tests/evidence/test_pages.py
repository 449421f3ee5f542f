"""Evidence on pages, without JavaScript: who sees what, what is blurred, what the browser is allowed."""

from __future__ import annotations

import io
from typing import Any

import pytest
import requests
from django.conf import settings
from django.test import Client
from PIL import Image

from dashboard.roles import Role
from orders import cloud as clouds
from support.commands.asker import Asker
from support.erasure.records import erase_records
from support.erasure.whose import Whose
from support.escalations.models import Escalation
from support.evidence import bucket
from support.evidence.forget import forget_pictures
from support.evidence.links import make_link
from support.evidence.models import Evidence, UploadLink
from support.models import AuditEvent
from tests.escalations.conftest import HTMX, SignIn, body
from tests.evidence.conftest import announce, checked, picture, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(cloud: str, opened: Escalation, agent: Asker) -> Evidence:
    """A photo that was checked, called by its sender's name."""
    return checked(agent, opened, picture((400, 300)), shows="photo_fault", name="Berger.jpg")


def small(client: Client, photo: Evidence) -> Image.Image:
    link = client.get(f"/evidence/files/{photo.pk}/small/")["Location"]
    return Image.open(io.BytesIO(requests.get(link, timeout=10).content))


def test_the_page_of_an_escalation_shows_what_is_there_and_what_is_missing(
    photo: Evidence, opened: Escalation, agent: Asker, sign_in: SignIn
) -> None:
    page = body(sign_in(agent), f"/escalations/{opened.pk}/")
    assert f"/evidence/files/{photo.pk}/small/" in page
    assert "Still missing:" in page
    missing = page.split('id="evidence-missing"')[1].split("</div>")[0]
    assert missing.count("<li>") == 2
    assert "Berger" not in page


def test_small_pictures_are_blurred_until_their_order_is_revealed(
    photo: Evidence, opened: Escalation, agent: Asker, sign_in: SignIn
) -> None:
    client = sign_in(agent)
    assert small(client, photo).size == (96, 96)
    client.post(f"/orders/{opened.order_id}/reveal/", {"kind": "pictures", "words": "The fault."})
    assert small(client, photo).size == (360, 270)
    assert "Berger.jpg" in body(client, f"/evidence/files/{photo.pk}/")


def test_each_look_at_the_whole_is_written_down(photo: Evidence, agent: Asker, sign_in: SignIn) -> None:
    client = sign_in(agent)
    answer = client.post(f"/evidence/files/{photo.pk}/look/")
    assert Image.open(io.BytesIO(requests.get(answer["Location"], timeout=10).content)).size == (400, 300)
    seen = AuditEvent.objects.get(type="evidence.seen")
    assert (seen.actor, seen.details["evidence"]) == (agent.actor.id, photo.pk)
    assert client.get(f"/evidence/files/{photo.pk}/look/").status_code == 405


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
def test_who_does_not_work_on_it_sees_no_photo(
    photo: Evidence, opened: Escalation, sign_in: SignIn, role: Role
) -> None:
    client = sign_in(role)
    assert photo.pk not in body(client, f"/escalations/{opened.pk}/")
    for path in (f"of/{opened.pk}/", f"files/{photo.pk}/", f"files/{photo.pk}/small/"):
        assert client.get(f"/evidence/{path}").status_code == 403
    assert client.post(f"/evidence/files/{photo.pk}/look/").status_code == 403


def test_it_is_said_what_a_photo_shows_and_it_is_withdrawn(photo: Evidence, agent: Asker, sign_in: SignIn) -> None:
    client, path = sign_in(agent), f"/evidence/files/{photo.pk}/"
    assert client.post(f"{path}shows/", {"shows": "x"}).status_code == 422
    assert client.post(f"{path}shows/", {"shows": "photo_label"}).status_code == 302
    assert "label</h1>" in body(client, path)
    assert client.post(f"{path}withdraw/").status_code == 302
    assert stored(photo) == []
    assert client.get(f"{path}small/").status_code == 404
    assert "Withdraw it" not in body(client, path)


def test_the_same_picture_twice_is_told(photo: Evidence, opened: Escalation, agent: Asker, sign_in: SignIn) -> None:
    again = checked(agent, opened, picture((400, 300)))
    page = body(sign_in(agent), f"/evidence/of/{opened.pk}/")
    assert f'id="same-{again.pk}" href="#file-{photo.pk}"' in page
    assert page.count("The same picture") == 1


def test_only_pages_with_uploads_may_send_to_the_bucket(
    photo: Evidence, opened: Escalation, agent: Asker, sign_in: SignIn
) -> None:
    client, origin = sign_in(agent), settings.EVIDENCE_ORIGIN

    def may_send(path: str) -> set[str]:
        policy = dict(part.split(" ", 1) for part in client.get(path)["Content-Security-Policy"].split("; "))
        return {name for name in ("connect-src", "form-action") if origin in policy[name].split()}

    assert may_send(f"/escalations/{opened.pk}/") == may_send(f"/evidence/of/{opened.pk}/")
    assert may_send(f"/escalations/{opened.pk}/") == {"connect-src", "form-action"}
    assert may_send("/escalations/") == may_send("/") == set()


def test_a_file_is_sent_without_scripts(cloud: str, opened: Escalation, agent: Asker, sign_in: SignIn) -> None:
    client = sign_in(agent)
    form = client.post(f"/evidence/of/{opened.pk}/add/", {"shows": "photo_fault"})["Location"]
    page = body(client, form)
    assert f'action="{settings.EVIDENCE_ORIGIN}/{settings.EVIDENCE_BUCKET}"' in page.replace("&amp;", "&")
    assert f'value="http://testserver/escalations/{opened.pk}/"' in page
    assert client.get(form.replace("upload", "sent")).status_code == 405


def test_an_open_page_asks_until_nothing_changes_by_itself(
    cloud: str, opened: Escalation, agent: Asker, sign_in: SignIn
) -> None:
    client, path = sign_in(agent), f"/evidence/of/{opened.pk}/"
    announce(agent, opened)
    page = body(client, path)
    version = page.split(f'hx-get="{path}?v=')[1].split('"')[0]
    assert client.get(f"{path}?v={version}", headers=HTMX).status_code == 204
    announce(agent, opened)
    assert (
        client.get(f"{path}?v={version}", headers=HTMX).content.decode().lstrip().startswith('<div id="evidence-files"')
    )


@pytest.mark.parametrize("path", ["of/x/", "files/x/", "files/x/small/", "files/%00/", "files/x/upload/"])
def test_what_is_not_there(desk: Any, sign_in: SignIn, path: str) -> None:
    assert sign_in(Role.AGENT).get(f"/evidence/{path}").status_code == 404


def test_erasing_a_customer_takes_their_photos_and_names(photo: Evidence, opened: Escalation, agent: Asker) -> None:
    clouds.s3().put_object(Bucket=settings.EVIDENCE_BUCKET, Key=bucket.incoming(opened.pk, "late"), Body=b"x")
    make_link(agent, opened.pk, ["photo_fault"], "de")
    whose = Whose(opened.user_id, frozenset({opened.order_id}), frozenset())
    assert forget_pictures(whose.orders, write=False) == 4
    assert erase_records(agent.actor, whose)["files of evidence"] == 1
    assert forget_pictures(whose.orders) == 4
    photo.refresh_from_db()
    assert (photo.state, photo.name, photo.sha256) == ("withdrawn", "", "")
    assert list(bucket.keys_under("")) == []
    assert UploadLink.objects.get().revoked_at
    assert not erase_records(agent.actor, whose)["files of evidence"]
