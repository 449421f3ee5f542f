"""Links by which customers send photos: what they show, how often they are good, and to whom they are not."""

from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from dashboard.logs import JsonLines
from dashboard.roles import Role
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.escalations.models import Escalation
from support.evidence import arrive, check, links, pace
from support.evidence.bucket import Form
from support.evidence.customer import ASKED, words_in
from support.evidence.customer import _told as every_word
from support.evidence.models import Evidence, UploadLink
from support.models import AuditEvent
from support.notices.models import Notice
from tests.commands.conftest import Staff
from tests.escalations.conftest import SignIn
from tests.evidence.conftest import announce, picture, post

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def path(cloud: str, opened: Escalation, agent: Asker) -> str:
    """Where the link leads."""
    return links.make_link(agent, opened.pk, ["photo_fault", "photo_label"], "de-AT").removeprefix("http://testserver")


@pytest.fixture
def stranger() -> Client:
    """Somebody without a cookie, whose browser would not send a token."""
    return Client(enforce_csrf_checks=True)


def test_the_page_asks_in_the_customer_s_language_and_tells_nothing_of_anybody(
    path: str, stranger: Client, opened: Escalation
) -> None:
    answer = stranger.get(path)
    page = answer.content.decode()
    assert '<html lang="de">' in page
    assert words_in("de")["asked"]["photo_label"] in page
    for word in (opened.pk, opened.order_id, opened.order_number, "Ana", "damaged", "spine"):
        assert not word or word not in page.replace(path, "")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_photos_are_sent_with_scripts_and_the_link_is_then_dead(path: str, stranger: Client, agent: Asker) -> None:
    told = stranger.post(f"{path}add/", {"shows": "photo_fault", "name": "ich.jpg"}, headers=JSON).json()
    assert stranger.post(told["sent"]).json() == {"state": "missing"}
    assert post(Form(told["url"], told["fields"]), picture()).status_code == 204
    assert stranger.post(told["sent"]).json() == {"state": "here"}
    assert words_in("de")["thanks"] in stranger.post(f"{path}done/").content.decode()
    check.sweep()
    file = Evidence.objects.get()
    assert (file.state, file.shows, file.person) == ("ready", "photo_fault", None)
    assert Notice.objects.filter(text="The customer has sent 1 photo by the link", person=agent.person).exists()
    for address in (path, f"{path}add/", f"{path}done/"):
        answer = stranger.get(address) if address == path else stranger.post(address)
        assert answer.status_code == 410
    assert AuditEvent.objects.filter(type="evidence.link_used").count() == 1


def test_photos_are_sent_without_scripts(path: str, stranger: Client) -> None:
    assert stranger.post(f"{path}add/", {"shows": "photo_label"})["Location"] == path
    page = stranger.get(path).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    address = re.findall(r'id="plain" action="([^"]+)"', page)[0]
    assert fields["success_action_redirect"] == f"http://testserver{path}"
    sent = requests.post(address, data=fields, files={"file": ("a.jpg", picture())}, timeout=30, allow_redirects=False)
    assert sent.headers["Location"].startswith(f"http://testserver{path}")
    page = stranger.get(f"{path}?{sent.headers['Location'].partition('?')[2]}").content.decode()
    assert "Angekommene Fotos: 1" in page
    assert 'id="plain"' not in page
    assert Evidence.objects.get().state == "expected"
    arrive.sweep()
    assert Evidence.objects.get().state == "checking"


@pytest.mark.parametrize(
    "dead", [{"used_at": True}, {"revoked_at": True}, {"expires_at": True}, {"digest": "0" * 64}], ids=str
)
def test_a_link_that_is_not_good_tells_nobody_why(
    path: str, stranger: Client, opened: Escalation, dead: dict[str, object]
) -> None:
    past = timezone.now() - timedelta(seconds=1)
    UploadLink.objects.update(**{name: past if value is True else value for name, value in dead.items()})
    answers = [stranger.get(path), stranger.post(f"{path}add/"), stranger.post(f"{path}done/")]
    assert {answer.status_code for answer in answers} == {410}
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("secret", ["x", "a" * 43, "%00" * 43, "ä" * 43, "a" * 100_000])
def test_guesses_find_nothing(cloud: str, stranger: Client, secret: str) -> None:
    assert stranger.get(f"/evidence/send/{secret}/").status_code == 410


def test_a_link_says_nothing_of_another_s_file(path: str, stranger: Client, opened: Escalation, agent: Asker) -> None:
    other = announce(agent, opened)
    for told in (other.pk, "", "%00", "x" * 5000):
        assert stranger.post(f"{path}came/?file={told}").status_code == 404
    arrive.sweep()
    assert Evidence.objects.get().state == "expected"


@pytest.mark.django_db(transaction=True)
def test_a_link_is_used_once_though_its_form_is_sent_twenty_times_at_once(path: str) -> None:
    def send(_: int) -> int:
        try:
            return Client().post(f"{path}done/").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as many:
        assert sorted(many.map(send, range(20))) == [200] + [410] * 19
    assert AuditEvent.objects.filter(type="evidence.link_used").count() == 1


def test_only_the_digest_of_a_link_is_kept(path: str, opened: Escalation) -> None:
    secret = path.split("/")[3]
    assert len(secret) == 43
    kept = [str(value) for row in UploadLink.objects.values() for value in row.values()]
    kept += [str(event.details) for event in AuditEvent.objects.all()]
    assert not any(secret in each for each in kept)
    line = logging.makeLogRecord({"msg": "Gone: %s", "args": (f"{path}add/",)})
    assert "/evidence/send/…/add/" in JsonLines().format(line)


def test_whoever_asks_too_often_is_told_to_wait(
    path: str, stranger: Client, redis_empty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MOST", 3)
    answers = [stranger.get(path, headers={"Accept-Language": "fr-FR,en"}) for _ in range(8)]
    slowed = next(answer for answer in answers if answer.status_code == 429)
    assert slowed["Retry-After"] == "60"
    assert words_in("fr")["busy"] in slowed.content.decode()
    assert "127.0.0.1" not in str(cache._cache.get_client().keys("*"))  # type: ignore[attr-defined]


def test_who_may_make_one_and_what_for(opened: Escalation, staff: Staff, agent: Asker) -> None:
    with pytest.raises(NotAllowed):
        links.make_link(staff(Role.AUDITOR), opened.pk, ["photo_fault"], "de")
    for wanted in ([], ["tracking"], ["x\0"]):
        with pytest.raises(Invalid):
            links.make_link(agent, opened.pk, wanted, "de")
    links.make_link(agent, opened.pk, ["photo_fault"], "xx")
    assert UploadLink.objects.get().language == "en"


def test_a_colleague_makes_one_on_the_page_and_revokes_it(
    cloud: str, opened: Escalation, agent: Asker, sign_in: SignIn, stranger: Client
) -> None:
    client, page = sign_in(agent), f"/evidence/of/{opened.pk}/"
    assert client.post(f"{page}link/", {"language": "de"}).status_code == 422
    made = client.post(f"{page}link/", {"wanted": ["photo_fault"], "language": "de"}).content.decode()
    path = re.findall(r"http://testserver(/evidence/send/[^<]+)", made)[0]
    assert stranger.get(path).status_code == 200
    link = UploadLink.objects.get()
    assert f'id="revoke-{link.pk}"' in client.get(page).content.decode()
    assert client.post(f"/evidence/links/{link.pk}/revoke/").status_code == 302
    assert stranger.get(path).status_code == 410


def test_every_language_says_everything() -> None:
    for words in every_word().values():
        assert words.keys() == every_word()["en"].keys()
        assert words["asked"].keys() == ASKED.keys()
