"""The runbook as a page of the site, so that an alarm's link leads somewhere when everything else is on fire."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final

from django.conf import settings
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

SOURCE: Final = settings.BASE_DIR / "docs" / "runbook.md"


@cache
def runbook() -> SafeString:
    """The HTML of docs/runbook.md: our own file, rendered without raw HTML, each heading with its anchor."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(SOURCE.read_text(encoding="utf-8"))
    for heading, content in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", anchor(content.content))
    return SafeString(reader.renderer.render(tokens, reader.options, {}))


def anchor(heading: str) -> str:
    """ "Lag grows" to ``lag-grows``, as repositories' own pages do."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
