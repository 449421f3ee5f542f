"""The board and the page of a printer, as somebody's browser gets them."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from dashboard.roles import Role
from orders.printers import find_printer
from support.commands.asker import Asker
from support.models import AuditEvent
from support.printers.models import PrinterPause
from support.printers.pauses import pause
from tests.commands.conftest import ago
from tests.printers.conftest import Plant, SignedIn, clear, later

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}\u202e"


def text_of(answer: Any) -> str:
    """What a page says, without its marks, in single spaces."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def names_on(answer: Any) -> list[str]:
    """The printers of a board, in their order."""
    return re.findall(r'id="to-printer-[^"]*" data-row href="/printers/([^/]+)/"', answer.content.decode())


@pytest.fixture
def agent(plant: Plant, signed_in: SignedIn) -> Client:
    """Somebody who looks."""
    return signed_in(Role.AGENT)


@pytest.fixture
def ops_at_work(plant: Plant, signed_in: SignedIn) -> Client:
    """Somebody who may pause."""
    return signed_in(Role.OPS)


def test_the_board_names_every_state_in_words_and_the_worst_first(plant: Plant, agent: Client, ops: Asker) -> None:
    for name, state in (
        ("fine", "active"),
        ("shut", "paused"),
        ("gone", "retired"),
        ("odd", "asleep"),
        ("ours", "active"),
    ):
        plant.printer(name, state=state)
    pause(ops, "ours", reason="damage", until=later(hours=2))
    answer = agent.get("/printers/")
    said = text_of(answer)
    for words in ("Paused here until ", "Paused by itself", "“asleep”", "Active", "Retired"):
        assert words in said
    assert names_on(answer) == ["ours", "shut", "odd", "fine", "gone"]


def test_a_silent_printer_stands_first_with_since_when(plant: Plant, agent: Client, settings: Any) -> None:
    settings.PRINTER_PACE = 40
    plant.printer("calm")
    plant.printer("mute", updated_at=ago(hours=9))
    plant.job("j-1", "in_production", "mute", updated_at=ago(hours=3))
    plant.job("j-2", "in_production", "calm", updated_at=ago(seconds=3))
    answer = agent.get("/printers/")
    assert names_on(answer) == ["mute", "calm"]
    assert "Silent nothing heard for 3 h; 1 open job waits for its word" in text_of(answer)


def test_open_jobs_are_counted_by_how_far_they_are(plant: Plant, agent: Client) -> None:
    plant.printer()
    for number, state in enumerate(("submitted", "submitted", "accepted", "binding", "on_hold", "cancel_requested")):
        plant.job(f"j-{number}", state)
    plant.job("j-8", "dispatched")
    said = text_of(agent.get("/printers/"))
    assert "Open jobs 6 2 sent and unanswered, 1 accepted, 1 in production, 1 on hold, 1 cancel requested" in said


def test_by_country_a_group_shows_its_worst(plant: Plant, agent: Client) -> None:
    plant.printer("a", country="FR")
    plant.printer("b", country="DE")
    plant.printer("c", country="DE", state="paused")
    answer = agent.get("/printers/?country=1")
    assert names_on(answer) == ["c", "b", "a"]
    assert re.findall(r"(\w+) worst: ([\w ]+?) [CBA] ", text_of(answer)) == [
        ("Germany", "paused by itself"),
        ("France", "active"),
    ]


def test_the_open_page_gets_the_cards_alone(plant: Plant, agent: Client) -> None:
    plant.printer()
    part = agent.get("/printers/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert 'id="printers"' in part.content.decode()


def test_without_any_printer_it_says_so(agent: Client) -> None:
    assert "No printer is known yet" in text_of(agent.get("/printers/"))


def test_a_page_nobody_knows_of(agent: Client) -> None:
    for printer_id in ("nowhere", "%00", "x" * 601, "%ED%A0%80"):
        assert agent.get(f"/printers/{printer_id}/").status_code == 404


def test_a_printer_that_has_jobs_and_no_row_is_not_missed(plant: Plant, agent: Client) -> None:
    plant.job("j-1", "in_production", "unlisted")
    assert names_on(agent.get("/printers/")) == ["unlisted"]
    assert "j-1" in text_of(agent.get("/printers/unlisted/"))


def test_its_page_links_each_open_job_to_its_order(plant: Plant, agent: Client) -> None:
    plant.printer()
    plant.job("j-1", "in_production", raw_status="auf der Presse, ruf an bei ines@example.com")
    page = agent.get("/printers/koeln/")
    assert 'href="/orders/o-j-1/#print_job-j-1"' in page.content.decode()
    assert "auf der Presse" in text_of(page)
    assert "ines@example.com" not in page.content.decode()


def test_its_contact_is_masked(plant: Plant, agent: Client) -> None:
    plant.printer(contact_email="orders@koeln.example")
    assert b"orders@koeln.example" not in agent.get("/printers/koeln/").content


def test_open_jobs_come_in_pages(plant: Plant, agent: Client) -> None:
    plant.printer()
    for number in range(60):
        plant.job(f"j-{number:02}", "accepted", submitted_at=ago(hours=5, minutes=-number))
    first, second = agent.get("/printers/koeln/"), agent.get("/printers/koeln/?page=2")
    assert "1–50 of 60" in text_of(first)
    assert ("j-00" in text_of(first), "j-55" in text_of(second)) == (True, True)
    assert agent.get("/printers/koeln/?page=999").status_code == 200


def test_what_can_be_moved_goes_to_the_bulk_form(plant: Plant, ops_at_work: Client) -> None:
    plant.printer()
    for number, state in enumerate(("submitted", "in_production", "cancel_requested", "error", "dispatched")):
        plant.job(f"j-{number}", state)
    page = ops_at_work.get("/printers/koeln/")
    assert "Move 2 open jobs elsewhere" in text_of(page)
    form = re.search(r'<form method="post" action="/bulk/new/" id="move">.*?</form>', page.content.decode(), re.DOTALL)
    assert form
    assert 'name="action" value="reroute"' in form[0]
    assert 'name="printer" value="koeln"' in form[0]


def test_nobody_else_is_offered_to_move_or_pause(plant: Plant, agent: Client) -> None:
    plant.printer()
    plant.job("j-1", "in_production")
    said = agent.get("/printers/koeln/").content.decode()
    assert 'id="move"' not in said
    assert 'id="pause-go"' not in said


def test_pausing_on_the_page(plant: Plant, ops_at_work: Client) -> None:
    plant.printer()
    answer = ops_at_work.post("/printers/koeln/pause/", {"reason": "damage", "until": ""})
    assert (answer.status_code, answer["Location"]) == (302, "/printers/koeln/")
    said = text_of(ops_at_work.get("/printers/koeln/"))
    assert "Paused here until somebody resumes it, by Ana L." in said
    assert "damage" in said
    ops_at_work.post("/printers/koeln/resume/", {"reason": "mended"})
    assert "resumed by Ana L.: mended" in text_of(ops_at_work.get("/printers/koeln/"))


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"reason": "", "until": ""}, "pause-reason"),
        ({"reason": "damage", "until": "soon"}, "pause-until"),
        ({"reason": "damage", "until": "2020-01-01T10:00"}, "pause-until"),
        ({"reason": "damage", "until": "9999-12-31T23:59"}, "pause-until"),
        ({"reason": "damage", "until": "0001-01-01T00:00+14:00"}, "pause-until"),
        ({"reason": "damage", "until": "\0"}, "pause-until"),
    ],
)
def test_a_bad_form_says_which_field(plant: Plant, ops_at_work: Client, sent: dict[str, str], field: str) -> None:
    plant.printer()
    answer = ops_at_work.post("/printers/koeln/pause/", sent)
    assert answer.status_code == 422
    assert "There is a problem" in text_of(answer)
    assert f'href="#{field}"' in answer.content.decode()
    assert not PrinterPause.objects.exists()


def test_what_was_typed_is_kept_beside_the_problem(plant: Plant, ops_at_work: Client) -> None:
    plant.printer()
    answer = ops_at_work.post("/printers/koeln/pause/", {"reason": "the <b>spine</b>", "until": "2020-01-01T10:00"})
    assert "the &lt;b&gt;spine&lt;/b&gt;</textarea>" in answer.content.decode()
    assert 'value="2020-01-01T10:00"' in answer.content.decode()


def test_pausing_twice_says_that_it_is_paused(plant: Plant, ops_at_work: Client, ops: Asker) -> None:
    plant.printer()
    pause(ops, "koeln", reason="first")
    answer = ops_at_work.post("/printers/koeln/pause/", {"reason": "second"})
    assert answer.status_code == 409
    assert "It is paused here already." in text_of(answer)


def test_hostile_words_of_everybody_stay_words(plant: Plant, ops_at_work: Client) -> None:
    plant.printer(name=HOSTILE, country=HOSTILE, timezone=HOSTILE, products=[HOSTILE], contact_email=HOSTILE)
    plant.job("j-1", "in_production", raw_status=HOSTILE)
    ops_at_work.post("/printers/koeln/pause/", {"reason": HOSTILE})
    for address in ("/printers/", "/printers/?country=1", "/printers/koeln/"):
        page = ops_at_work.get(address).content.decode()
        assert "<script>alert" not in page
        assert ">49" not in page
    assert AuditEvent.objects.count() == 1


def test_an_id_may_hold_anything_that_an_address_takes(plant: Plant, ops_at_work: Client) -> None:
    plant.printer("köln/halle 2", name="Halle")
    assert find_printer("köln/halle 2")
    assert ops_at_work.get("/printers/k%C3%B6ln/halle%202/").status_code == 200
    ops_at_work.post("/printers/k%C3%B6ln/halle%202/pause/", {"reason": "damage"})
    clear()
    assert "Paused here" in text_of(ops_at_work.get("/printers/"))
