"""The page of all queues and that of one: what each says, narrows, sorts and offers, and what came since."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core.cache import cache

from dashboard.roles import Role
from support.queues.names import QUEUES
from support.queues.snapshot import forget_here, snapshot
from support.queues.tallies import tallies
from tests.notes.test_text import hostile
from tests.queues.conftest import QUEUE, Desk, Join, Member, a_row

HTMX = {"HX-Request": "true"}


def orders(page: str) -> list[str]:
    return re.findall(r'href="/orders/(o-[^/]+)/', page)


def news(member: Member, query: str) -> tuple[int, str]:
    answer = member.client.get(f"/queues/{QUEUE}/new/?{query}", headers=HTMX)
    return answer.status_code, re.sub(r"<[^>]+>", " ", answer.content.decode())


def test_every_queue_is_listed_with_its_figures(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2, value=1000), a_row(3, currency="GBP"))
    page = ana.client.get("/queues/").content.decode()
    assert [queue for queue in QUEUES if f'id="open-{queue}"' not in page] == []
    assert "Printer rejections" in page
    assert "€59.90" in page
    assert "£49.90" in page


def test_figures_agree_with_the_list(ana: Member, desk: Desk) -> None:
    desk.holds(*(a_row(n) for n in range(1, 4)))
    ana.sends("done", a_row(2))
    tally = tallies()[QUEUE]
    assert tally.count == len(orders(ana.opens())) == 2
    assert tally.oldest == a_row(3).due_at


def test_a_row_says_why_and_what_next(ana: Member, desk: Desk) -> None:
    desk.holds(a_row())
    page = ana.opens()
    assert "The printer has rejected the print job." in page
    assert "Print it elsewhere" in page
    assert "/orders/o-1/#line-1" in page


def test_each_value_of_a_filter_says_how_many_there_are(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2), a_row(3, printer="lille", country="FR"), a_row(4, printer="lille"))
    page = ana.opens("?country=DE")
    assert "koeln (2)" in page
    assert "France (1)" in page
    assert "lille (1)" in page


def test_pages_are_of_fifty_and_of_the_same_moment(ana: Member, desk: Desk) -> None:
    desk.holds(*(a_row(n) for n in range(1, 61)))
    first = ana.opens("?sort=oldest")
    assert "Showing 1–50 of 60" in first
    following = re.search(r'id="queue-next" rel="next" href="([^"]+)"', first)
    assert following is not None
    desk.put_now(a_row(100))
    rest = ana.opens(following[1].replace("&amp;", "&"))
    assert orders(rest) == [f"o-{n}" for n in range(10, 0, -1)]


def test_sorting_is_in_the_address(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1, value=1), a_row(2, value=3), a_row(3, value=2))
    assert orders(ana.opens("?sort=value")) == ["o-2", "o-3", "o-1"]


def test_what_makes_no_sense_is_told_beside_what_was_typed(ana: Member, desk: Desk) -> None:
    answer = ana.client.get(f"/queues/{QUEUE}/?min_age=soon")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#queue-min_age"' in page
    assert 'value="soon"' in page


@pytest.mark.parametrize("address", ["at_rest/", "at_rest/new/", "x" * 500 + "/"])
def test_a_queue_that_there_is_not(ana: Member, address: str) -> None:
    assert ana.client.get(f"/queues/{address}").status_code == 404


class Live(HTMLParser):
    """What of a page would run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Handlers, scripts without an address, and addresses that are scripts."""
        told = dict(attrs)
        leads = (told.get(name) or "" for name in ("href", "src", "action", "formaction"))
        running = any(name.startswith("on") for name in told) or any(each.startswith("javascript:") for each in leads)
        if running or (tag == "script" and "src" not in told) or tag in ("iframe", "object", "img"):
            self.found.append(f"{tag} {attrs}")


def test_words_of_others_are_only_words(ana: Member, desk: Desk) -> None:
    names = ("number", "line_id", "code", "printer", "product", "template", "country", "currency")
    desk.holds(*(a_row(n, **dict.fromkeys(names, text[:60])) for n, text in enumerate(hostile()[:50], 1)))
    page = ana.opens()
    assert "Showing 1–50 of 50" in page
    assert Live(page).found == []


def test_an_id_that_no_address_holds_is_shown_without_a_link(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1, order_id="a\nb", number=""))
    assert orders(ana.opens()) == []


def test_news_count_what_matches(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2))
    at = snapshot(QUEUE).id
    assert news(ana, f"at={at}&shown=0-0")[0] == 204
    desk.put_now(a_row(3), a_row(4, printer="lille"))
    assert "2 new" in news(ana, f"at={at}&shown=0-0")[1]
    assert "1 new" in news(ana, f"at={at}&shown=0-0&printer=lille")[1]
    assert news(ana, f"at={at}&shown=2-0")[0] == 204


def test_news_count_what_is_gone(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2))
    at = snapshot(QUEUE).id
    desk.loses_now(a_row(1))
    assert "1 gone" in news(ana, f"at={at}&shown=0-0")[1]


def test_a_list_that_is_no_longer_kept_says_so_and_asks_no_more(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1))
    at = snapshot(QUEUE).id
    cache.clear()
    forget_here()
    answer = ana.client.get(f"/queues/{QUEUE}/new/?at={at}", headers=HTMX).content.decode()
    assert "quarter of an hour" in answer
    assert "hx-trigger" not in answer


@pytest.mark.parametrize(("role", "drawn"), [(Role.OPS, True), (Role.SENIOR, True), (Role.AGENT, False)])
def test_bulk_buttons_are_for_who_may(join: Join, desk: Desk, role: Role, drawn: bool) -> None:
    desk.holds(a_row(1))
    page = join("kim", role).opens("?whose=nobody")
    assert ('formaction="/bulk/new/"' in page) is drawn
    assert (f'name="snapshot" value="{snapshot(QUEUE).id}"' in page) is True
    assert 'name="filters" value="whose=nobody"' in page
