"""Changed words reach programs."""

from __future__ import annotations

from django.contrib.auth.models import User

from orders.answer.reply import languages
from support.replies.change import change
from support.replies.texts import texts
from tests.api.conftest import Program, desk, program

__all__ = ["desk", "program"]


def test_changed_words_are_in_the_answer(desk: str, program: Program) -> None:
    person = User.objects.create_user("mireille")
    change(person, texts()["photo_missing"], languages()["de"], "dein Foto{where} fehlt.", base=0, reason="shorter")
    said = program().get(f"/api/v1/orders/{desk}").json()["answer"]
    assert "dein Foto auf Seite 7 fehlt." in said["reply"]
