"""The changed words as they are now, for who writes a reply."""

from __future__ import annotations

from orders.answer.reply import Words
from support.replies.models import ReplyText


def changed_words() -> Words:
    """By key and language; what went back to Printdesk's own words is not among them. One query of a small table, asked
    anew each time, so that a change counts at once.
    """
    newest = (
        ReplyText.objects.order_by("situation", "language", "-version")
        .distinct("situation", "language")
        .values_list("situation", "language", "text")
    )
    return {(key, language): text for key, language, text in newest if text}
