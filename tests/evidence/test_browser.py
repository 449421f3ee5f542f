"""A browser that sends photos: dropped and chosen, with and without JavaScript, signed in and by a link."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import LazySettings, settings
from playwright.sync_api import FilePayload, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from dashboard.roles import Role
from support.commands.asker import Asker
from support.escalations.escalate import escalate
from support.escalations.models import Escalation
from support.evidence import arrive, check
from support.evidence.links import make_link
from support.evidence.models import Evidence
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, Watch, a_member, base_url, visit
from tests.commands.conftest import Desk
from tests.escalations.conftest import a_problem, ship
from tests.evidence.conftest import picture

__all__ = ["base_url", "visit"]


def a_photo(content: bytes, name: str = "IMG_1.jpg") -> FilePayload:
    """A file as a browser chooses it."""
    return FilePayload(name=name, mimeType="image/jpeg", buffer=content)


PHOTO = a_photo(picture((400, 300)))
NOTE = FilePayload(name="note.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7 \n")
DROP = """([area, name, content]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(content)], name, { type: "image/jpeg" }));
  const about = { dataTransfer: data, bubbles: true, cancelable: true };
  for (const kind of ["dragover", "drop"]) document.querySelector(area).dispatchEvent(new DragEvent(kind, about));
}"""


class WithBucket(Watch):
    """The bucket is no third party where photos are sent and seen."""

    def _request(self, request: Request) -> None:
        if not request.url.startswith(settings.EVIDENCE_ORIGIN):
            super()._request(request)


@pytest.fixture
def watch(live_server: LiveServer) -> Iterator[Watch]:
    """Fails the test at its end where a page did what it must not."""
    watching = WithBucket(live_server.url)
    yield watching
    assert watching.wrong == []


@pytest.fixture
def mine(cloud: str, desk: Desk, db: None) -> Escalation:
    """What the agent of the browser took up."""
    ship(desk, state="damaged")
    return escalate(Asker.staff(a_member(Role.AGENT)), a_problem())


def path_of(escalation: Escalation) -> str:
    return f"/escalations/{escalation.pk}/"


def drawn(page: Page) -> int:
    """How many small pictures are seen, really."""
    script = "images => images.filter(image => image.complete && image.naturalWidth).length"
    return int(page.locator("#evidence-files img").evaluate_all(script))


def test_photos_are_dropped_chosen_checked_and_refused_in_words(visit: Visit, mine: Escalation) -> None:
    page = visit(path_of(mine))
    page.locator("#evidence-shows").select_option("photo_fault")
    page.evaluate(DROP, ["#evidence-add", "dropped.jpg", list(picture())])
    page.locator("#evidence-files-chosen").set_input_files([PHOTO, NOTE])
    expect(page.locator(".uploads li")).to_have_count(3)
    expect(page.locator(".uploads strong", has_text="Sent")).to_have_count(3)
    expect(page.locator(".photos .badge", has_text="Being checked")).to_have_count(3)
    check.sweep()
    expect(page.locator(".photos .badge", has_text="Checked")).to_have_count(2)
    expect(page.locator(".photos")).to_contain_text("This is a document, not a picture.")
    expect(page.locator("#evidence-missing li")).to_have_count(2)
    page.wait_for_function("() => [...document.querySelectorAll('.photos img')].every(one => one.naturalWidth)")
    assert drawn(page) == 2
    page.locator("#evidence-ask-more").click()
    assert in_both_themes(page) == []


def test_what_is_too_large_or_too_many_is_said_at_the_file(
    visit: Visit, mine: Escalation, settings: LazySettings
) -> None:
    settings.EVIDENCE_BYTES, settings.EVIDENCE_FILES = 5_000, 1
    page = visit(path_of(mine))
    page.locator("#evidence-files-chosen").set_input_files([a_photo(b"x" * 6_000)])
    expect(page.locator(".uploads .bad")).to_contain_text("It is larger than")
    page.locator("#evidence-files-chosen").set_input_files([a_photo(picture())])
    expect(page.locator(".uploads strong", has_text="Sent")).to_have_count(1)
    page.locator("#evidence-files-chosen").set_input_files([a_photo(picture())])
    expect(page.locator(".uploads .bad").last).to_contain_text("There are 1 files already")
    assert Evidence.objects.count() == 1


def test_the_whole_photo_opens_in_a_new_tab(visit: Visit, mine: Escalation) -> None:
    page = visit(path_of(mine))
    page.locator("#evidence-files-chosen").set_input_files([PHOTO])
    expect(page.locator(".uploads strong", has_text="Sent")).to_have_count(1)
    check.sweep()
    with page.context.expect_page() as opened:
        page.locator("[id^=look-]").click()
    opened.value.wait_for_url(f"{settings.EVIDENCE_ORIGIN}/**")
    assert opened.value.evaluate("document.images[0].naturalWidth") == 400
    page.locator("[id^=change-]").click()
    assert in_both_themes(page) == []
    page.locator("#file-withdraw").click()
    expect(page.locator("#evidence-none")).to_be_visible()


def test_a_photo_is_sent_without_scripts(visit: Visit, mine: Escalation) -> None:
    page = visit(path_of(mine), java_script_enabled=False)
    page.locator("#evidence-add-go").click()
    page.locator("#plain-file").set_input_files([PHOTO])
    page.locator("#plain-go").click()
    expect(page.locator("#escalation-title")).to_contain_text("Damaged on the way")
    arrive.sweep()
    check.sweep()
    page.reload()
    expect(page.locator(".photos .badge")).to_have_text("Checked")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_customer_sends_photos_without_an_account(
    visit: Visit, mine: Escalation, live_server: LiveServer, settings: LazySettings, scripts: bool
) -> None:
    settings.PUBLIC_URL = live_server.url
    link = make_link(Asker.staff(a_member(Role.AGENT)), mine.pk, ["photo_fault", "photo_label"], "nl")
    page = visit(link.removeprefix(live_server.url), None, java_script_enabled=scripts)
    if scripts:
        page.locator("#send-files").set_input_files([PHOTO, a_photo(picture(), "two.jpg")])
        expect(page.locator(".uploads strong", has_text="aangekomen")).to_have_count(2)
        expect(page.locator("#send-came")).to_have_text("Foto’s die zijn aangekomen: 2")
        assert in_both_themes(page) == []
    else:
        page.locator("#send-add-go").click()
        page.locator("#plain-file").set_input_files([PHOTO])
        page.locator("#plain-go").click()
        expect(page.locator("#send-came")).to_have_text("Foto’s die zijn aangekomen: 1")
    page.locator("#send-done").click()
    expect(page.locator("h1")).to_have_text("Bedankt")
    assert page.context.cookies() == []
    page.goto(link)
    expect(page.locator("h1")).to_have_text("This link cannot be used any more")
    arrive.sweep()
    check.sweep()
    assert {file.state for file in Evidence.objects.all()} == {"ready"}
