"""The blanks of a text, as ``{date}``. Filling never fails and knows names alone: a text may be anybody's, so nothing
of it is run and no attribute of what is filled in can be asked for.
"""

from __future__ import annotations

import re

_BLANK = re.compile(r"\{([a-z_]+)\}")


def blanks(text: str) -> frozenset[str]:
    """The names of its blanks."""
    return frozenset(_BLANK.findall(text))


def is_torn(text: str) -> bool:
    """Whether it holds a brace that is part of no blank."""
    rest = _BLANK.sub("", text)
    return "{" in rest or "}" in rest


def filled(text: str, **known: str) -> str:
    """The text with every known blank filled; anything else stays as it is written."""
    return _BLANK.sub(lambda blank: known.get(blank[1], blank[0]), text)
