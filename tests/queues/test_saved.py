"""Saved views: one's own, shared ones, and the one that a queue opens with."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.roles import Role
from support.queues.models import SavedView
from support.queues.saved import MOST
from tests.queues.conftest import QUEUE, Desk, Join, Member, a_row

SAVE = f"/queues/{QUEUE}/views/save/"
DEFAULT = f"/queues/{QUEUE}/views/default/"


def saves(member: Member, name: str = "Lille first", query: str = "printer=lille&sort=value", **more: str) -> Any:
    return member.client.post(SAVE, {"name": name, "query": query, **more})


def the_view() -> SavedView:
    return SavedView.objects.get()


def test_a_view_is_kept_and_opened(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2, printer="lille"))
    assert saves(ana)["Location"] == f"/queues/{QUEUE}/?printer=lille&sort=value"
    page = ana.opens("?printer=lille&sort=value")
    assert f'id="view-{the_view().pk}" href="?printer=lille&amp;sort=value" aria-current="page"' in page


def test_what_it_keeps_is_written_as_we_write_it(ana: Member) -> None:
    saves(ana, query="sort=oldest&min_age=48h&junk=1&printer=lille&page=7")
    assert the_view().query == "printer=lille&min_age=2d"


def test_one_s_own_is_nobody_else_s_business_until_it_is_shared(ana: Member, ben: Member) -> None:
    saves(ana)
    assert "Lille first" not in ben.opens()
    ana.client.post(f"/queues/views/{the_view().pk}/share/")
    assert "Lille first" in ben.opens()
    ana.client.post(f"/queues/views/{the_view().pk}/unshare/")
    assert "Lille first" not in ben.opens()


def test_a_queue_opens_with_one_s_default(ana: Member, ben: Member) -> None:
    saves(ana, shared="1")
    ben.client.post(DEFAULT, {"view": the_view().pk})
    assert ben.client.get(f"/queues/{QUEUE}/")["Location"] == "?printer=lille&sort=value"
    assert ben.client.get(f"/queues/{QUEUE}/?everything=1").status_code == 200
    assert ana.client.get(f"/queues/{QUEUE}/").status_code == 200
    ben.client.post(DEFAULT)
    assert ben.client.get(f"/queues/{QUEUE}/").status_code == 200


def test_whose_default_is_shared_no_more_opens_with_everything(ana: Member, ben: Member) -> None:
    saves(ana, shared="1", default="1")
    ben.client.post(DEFAULT, {"view": the_view().pk})
    ana.client.post(f"/queues/views/{the_view().pk}/unshare/")
    assert ben.client.get(f"/queues/{QUEUE}/").status_code == 200
    assert ana.client.get(f"/queues/{QUEUE}/").status_code == 302


@pytest.mark.parametrize("act", ["rename", "share", "unshare", "delete"])
def test_somebody_else_s_is_not_changed(ana: Member, ben: Member, act: str) -> None:
    saves(ana, shared="1")
    answer = ben.client.post(f"/queues/views/{the_view().pk}/{act}/", {"name": "Mine now"})
    assert answer.status_code == 404
    assert (the_view().name, the_view().shared) == ("Lille first", True)


def test_a_view_that_is_somebody_s_own_is_no_default(ana: Member, ben: Member) -> None:
    saves(ana)
    assert ben.client.post(DEFAULT, {"view": the_view().pk}).status_code == 422
    assert ben.client.get(f"/queues/{QUEUE}/").status_code == 200


def test_renaming_and_deleting(ana: Member) -> None:
    saves(ana)
    ana.client.post(f"/queues/views/{the_view().pk}/rename/", {"name": "  Lille,   dear ones  "})
    assert the_view().name == "Lille, dear ones"
    ana.client.post(f"/queues/views/{the_view().pk}/delete/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", "x" * 61, "\0", "a\u202eb"])
def test_names_that_are_none(ana: Member, name: str) -> None:
    answer = saves(ana, name)
    assert answer.status_code == 422
    assert 'href="#queue-view-name"' in answer.content.decode()
    assert not SavedView.objects.exists()


def test_a_name_is_used_once(ana: Member, ben: Member) -> None:
    saves(ana)
    assert "of this name already" in saves(ana).content.decode()
    saves(ana, "Other")
    assert saves(ben).status_code == 302
    other = SavedView.objects.get(name="Other")
    answer = ana.client.post(f"/queues/views/{other.pk}/rename/", {"name": "Lille first"})
    assert answer.status_code == 422


@pytest.mark.parametrize("query", ["min_age=soon", "&".join(f"a{n}=1" for n in range(60)), "printer=%00"])
def test_what_makes_no_sense_is_not_kept(ana: Member, query: str) -> None:
    assert saves(ana, query=query).status_code == 422
    assert not SavedView.objects.exists()


def test_there_is_an_end_to_it(ana: Member) -> None:
    for number in range(MOST):
        saves(ana, f"View {number}")
    assert saves(ana, "One more").status_code == 422


@pytest.mark.parametrize("view", ["404", "x", "9" * 30, "-1"])
def test_a_default_that_there_is_not(ana: Member, view: str) -> None:
    assert ana.client.post(DEFAULT, {"view": view}).status_code == 422


def test_auditors_use_shared_views_and_keep_none(ana: Member, join: Join) -> None:
    saves(ana, shared="1")
    auditor = join("eve", Role.AUDITOR)
    page = auditor.opens()
    assert "Lille first" in page
    assert "Save this view" not in page
    assert saves(auditor).status_code == 403
