"""The reply: a text in every language for everything that can be said, in the language nearest to the customer's."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta

import pytest

from orders.answer import answer
from orders.answer.failures import failures
from orders.answer.registry import EVERY_SITUATION
from orders.answer.reply import language_of, languages
from orders.contract.model import Order, OrderLine, OrderState, Render, RenderFailure, RenderState
from orders.snapshot import OrderSnapshot
from tests.answer.fold import NOW

KEYS = {situation.reply for situation in EVERY_SITUATION}
KEYS |= {words.reply for words in failures().values()}


@pytest.mark.parametrize("code", sorted(languages()))
def test_every_situation_has_a_reply(code: str) -> None:
    assert set(languages()[code].replies) == KEYS


@pytest.mark.parametrize("code", sorted(languages()))
def test_same_blanks_as_in_english(code: str) -> None:
    english, other = languages()["en"], languages()[code]
    for key in (*english.replies, *english.frame):
        texts = (english.replies | dict(english.frame), other.replies | dict(other.frame))  # type: ignore[operator]
        assert _blanks(texts[1][key]) == _blanks(texts[0][key]), key


@pytest.mark.parametrize("code", sorted(languages()))
def test_days_and_months_are_whole(code: str) -> None:
    language = languages()[code]
    days = {language.date(datetime(2026, month, 1, tzinfo=UTC) + timedelta(days=month)) for month in range(1, 13)}
    assert len(days) == 12
    assert len(set(language.dates["weekdays"])) == 7


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de-AT", "de"),
        ("pt-BR", "pt-BR"),
        ("pt_br", "pt-BR"),
        ("pt-AO", "pt"),
        ("fr", "fr"),
        ("ja-JP", "en"),
        ("", "en"),
        ("x" * 500, "en"),
    ],
)
def test_nearest_language(locale: str, language: str) -> None:
    assert language_of(locale).code == language


def test_promise_is_repeated_where_nothing_is_in_the_way() -> None:
    said = answer(_order(RenderState.RENDERING, promise=5), now=NOW, locale="de-DE")
    assert said.reply.text == (
        "Hallo [Vorname],\n\nwir haben alles, was wir brauchen, und bereiten deine Bestellung für den Druck vor. "
        "Wir rechnen mit der Lieferung bis Freitag, 27. November.\n\nViele Grüße"
    )


def test_lateness_is_owned_up_to() -> None:
    said = answer(_order(RenderState.RENDERING, promise=-3, moved=4), now=NOW, locale="en-GB")
    assert "We had promised delivery by Thursday 19 November" in said.reply.text
    assert "We now expect it by Thursday 26 November" in said.reply.text


def test_no_promise_is_repeated_while_it_is_in_doubt() -> None:
    said = answer(_order(RenderState.FAILED, promise=5), now=NOW, locale="fr-CA")
    assert "prévue" not in said.reply.text


def test_page_is_named() -> None:
    said = answer(_order(RenderState.FAILED, promise=5), now=NOW, locale="nl-BE")
    assert "op pagina 7" in said.reply.text


def _order(state: RenderState, *, promise: int, moved: int | None = None) -> OrderSnapshot:
    first = NOW + timedelta(days=promise)
    order = Order(
        order_id="o-1",
        state=OrderState.PREPARING,
        lines=(OrderLine(line_id="1", product="photobook"),),
        paid_at=NOW - timedelta(days=1),
        first_deliver_by=first,
        deliver_by=first if moved is None else NOW + timedelta(days=moved),
    )
    failure = RenderFailure(code="asset_missing", page=7) if state is RenderState.FAILED else None
    moment = NOW - timedelta(minutes=5)
    render = Render(render_id="r", line_id="1", state=state, failure=failure, started_at=moment, finished_at=moment)
    return OrderSnapshot(order_id="o-1", order=order, renders=(render,))


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
