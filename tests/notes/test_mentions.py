"""Colleagues who are mentioned are told, once."""

from __future__ import annotations

from dashboard.roles import Role
from support.notes.change import words_seen
from support.notices.models import Notice
from tests.notes.conftest import Join, Member, the_note


def test_a_mentioned_colleague_gets_a_notice_that_leads_to_the_note(ana: Member, ben: Member) -> None:
    ana.writes("@ben, please look")
    notice = Notice.objects.get(person=ben.person)
    assert "Ana mentioned you in a note about an order" in ben.opens("/notices/")
    place = ben.client.post(f"/notices/{notice.pk}/open/")["Location"]
    assert 'class="note wanted"' in ben.opens(place)
    assert '<b class="mention">@ben</b>' in ben.opens(place)


def test_in_any_case_and_before_a_full_stop(ana: Member, ben: Member) -> None:
    ana.writes("Ask @Ben.")
    assert Notice.objects.filter(person=ben.person).count() == 1


def test_neither_oneself_nor_strangers_nor_addresses(ana: Member, ben: Member) -> None:
    ana.writes("@ana @nobody x@ben https://example.com/@ben")
    assert not Notice.objects.exists()
    assert 'class="mention">@nobody' not in ana.opens()


def test_an_auditor_cannot_be_told(ana: Member, join: Join) -> None:
    join("eve", Role.AUDITOR)
    ana.writes("@eve")
    assert not Notice.objects.exists()
    assert "eve" not in ana.opens("/notes/colleagues/")


def test_other_words_tell_only_the_new_ones(ana: Member, ben: Member, join: Join) -> None:
    cem = join("cem")
    ana.writes("@ben")
    address = f"/notes/{the_note().pk}/edit/"
    ana.client.post(address, {"text": "@ben @cem", "seen": words_seen(the_note())})
    assert [n.person for n in Notice.objects.order_by("pk")] == [ben.person, cem.person]
    ana.client.post(address, {"text": "@cem", "seen": words_seen(the_note())})
    assert [n.person for n in Notice.objects.all()] == [cem.person]


def test_a_withdrawn_note_tells_nobody(ana: Member, ben: Member) -> None:
    ana.writes("@ben")
    ana.client.post(f"/notes/{the_note().pk}/withdraw/")
    assert not Notice.objects.exists()


def test_a_notice_holds_no_words_of_the_note(ana: Member, ben: Member) -> None:
    ana.writes("@ben Inge Brandt is angry")
    assert "Inge" not in Notice.objects.get().text
