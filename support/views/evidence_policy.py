"""What a page with a form that sends files to the bucket tells the browser: the bucket may be sent to, here alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])


def uploads(view: View) -> View:
    """The view, whose pages may send files to the bucket and lead on to it."""
    bucket = [settings.EVIDENCE_ORIGIN]
    widened: Any = csp_update({"connect-src": bucket, "form-action": bucket})
    return cast(View, widened(view))
