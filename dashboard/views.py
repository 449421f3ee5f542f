"""Sign-in, sign-out, the status page with its runbook, and the error of errors."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.middleware import is_htmx
from dashboard.parts import parts
from dashboard.permissions import Open, Permission, requires
from dashboard.runbook import runbook as runbook_html
from dashboard.sign_in import SignInForm
from orders.streams.status import SILENT_SECONDS, stream_status


class SignIn(LoginView):
    """A wrong name or password answers 422, so that fragments and programs can tell it from a page."""

    form_class = SignInForm
    template_name = "dashboard/sign_in.html"
    redirect_authenticated_user = True

    def form_invalid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        """The same page with what is wrong on top."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


sign_in = requires(Open.PUBLIC)(SignIn.as_view())
sign_out = requires(Open.SIGNED_IN)(LogoutView.as_view())


@requires(Permission.VIEW_STATUS)
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Streams, shards, leases, quarantine, and what other apps tell: for the person on call. The fragment alone for
    the page that is open.
    """
    template = "dashboard/status_now.html" if is_htmx(request) else "dashboard/status.html"
    return render(request, template, _status())


def _status() -> dict[str, object]:
    told = {"status": stream_status(), "silent": SILENT_SECONDS, "reader": settings.STREAM_READER}
    return told | {"parts": parts()}


@requires(Permission.VIEW_STATUS)
@require_safe
def runbook(request: HttpRequest) -> HttpResponse:
    """What to do about each alarm."""
    return render(request, "dashboard/runbook.html", {"runbook": runbook_html()})


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for our own mistakes; drawn without anything that may be what is broken."""
    return render(None, "500.html", status=500)
