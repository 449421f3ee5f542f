"""Why a command came to nothing, in words that may be shown: the backend's own, without what is personal in them."""

from __future__ import annotations

import re
from typing import Final

from orders.read import load_story
from support import masking

LONGEST: Final = 400
GONE: Final = "What it had made was deleted: nothing more will be seen of it."

# A telephone number begins with a plus, a nought or a bracket: ids, dates and page numbers do not.
_PHONE: Final = re.compile(r"(?<![\w+-])[+(0][\d ()./-]{6,}\d(?![\w-])")


def told(order_id: str, words: str) -> str:
    """The backend's words about an order, cut after the people of that order, e-mail addresses and telephone numbers
    were taken out of them.

    Raises what the store does: then nothing may be shown, and it is asked again.
    """
    story = load_story(order_id)
    secrets = masking.story_secrets(story) if story is not None else masking.NOTHING
    readable = words.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    return _PHONE.sub(masking.MASK, masking.scrub(readable, secrets))[:LONGEST]
