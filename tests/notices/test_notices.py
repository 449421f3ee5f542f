"""The bell, the page behind it, and ticking off."""

from __future__ import annotations

from datetime import timedelta

from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dashboard.roles import Role
from support import tasks
from support.notices.models import Notice, NoticeKind
from support.notices.tell import tell
from tests.notes.conftest import HTMX, Join, Member


def say(person: User, key: str = "watched:o-1:1", text: str = "The order has moved") -> None:
    """Something is told."""
    tell(person, NoticeKind.WATCHED, key, "o-1", text, "/orders/o-1/")


def test_the_same_is_told_once(ana: Member) -> None:
    say(ana.person)
    say(ana.person)
    assert Notice.objects.count() == 1


def test_the_bell_counts_what_is_unread(ana: Member) -> None:
    say(ana.person)
    say(ana.person, "watched:o-1:2")
    assert '<span class="count num">2</span>' in ana.opens("/")


def test_the_bell_asks_for_little(ana: Member) -> None:
    say(ana.person)
    with CaptureQueriesContext(connection) as asked:
        assert ana.client.get("/notices/count/?n=1", headers=HTMX).status_code == 204
    assert sum('"support_notice"' in each["sql"] for each in asked) == 1
    assert '<span class="count num">1</span>' in ana.client.get("/notices/count/?n=0", headers=HTMX).content.decode()


def test_unread_ones_come_first(ana: Member) -> None:
    say(ana.person, "1", "The older one")
    say(ana.person, "2", "The newer one")
    newest = Notice.objects.get(key="2")
    ana.client.post(f"/notices/{newest.pk}/read/")
    body = ana.opens("/notices/")
    assert body.index("The older one") < body.index("The newer one")
    assert f'id="read-{newest.pk}"' not in body


def test_all_are_ticked_off_that_were_seen(ana: Member) -> None:
    say(ana.person, "1")
    seen = Notice.objects.get().pk
    say(ana.person, "2")
    ana.client.post("/notices/read/", {"newest": str(seen)})
    assert list(Notice.objects.filter(read_at=None).values_list("key", flat=True)) == ["2"]
    for wrong in ("x", "", "9" * 30):
        assert ana.client.post("/notices/read/", {"newest": wrong}).status_code == 302


def test_nobody_reads_or_ticks_off_another_s(ana: Member, ben: Member) -> None:
    say(ben.person, text="Only for Ben")
    notice = Notice.objects.get()
    assert "Only for Ben" not in ana.opens("/notices/")
    assert ana.client.post(f"/notices/{notice.pk}/open/").status_code == 404
    assert ana.client.post(f"/notices/{10**30}/read/").status_code == 404
    assert Notice.objects.get().read_at is None


def test_an_auditor_has_no_bell(join: Join) -> None:
    assert 'id="bell"' not in join("eve", Role.AUDITOR).opens("/")


def read_ago(person: User, **ago: float) -> None:
    """Something that was told and read that long ago."""
    say(person, f"watched:{ago}")
    at = timezone.now() - timedelta(**ago)
    Notice.objects.filter(key=f"watched:{ago}").update(at=at, read_at=at)


def test_what_was_read_long_ago_is_forgotten(ana: Member) -> None:
    read_ago(ana.person, days=91)
    read_ago(ana.person, days=89)
    say(ana.person, "watched:unread")
    Notice.objects.filter(read_at=None).update(at=timezone.now() - timedelta(days=400))
    tasks.forget_notices()
    assert Notice.objects.filter(read_at=None).count() == 1
    assert Notice.objects.count() == 2


def test_a_week_at_least_so_that_nothing_is_told_twice(ana: Member, settings: LazySettings) -> None:
    settings.NOTICE_DAYS = 0.0
    read_ago(ana.person, days=6.9)
    tasks.forget_notices()
    assert Notice.objects.count() == 1
