"""Sign-in with a local account, sign-out, the status page with its runbook, and the error of errors."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.cognito.backend import CompanyAccount
from dashboard.cognito.pool import pool, sign_out_url
from dashboard.middleware import is_htmx
from dashboard.parts import parts
from dashboard.permissions import Open, Permission, requires
from dashboard.runbook import runbook as runbook_html
from dashboard.sessions import WORDS
from dashboard.sign_in import How, SignInForm, signed_in
from orders.streams.status import SILENT_SECONDS, stream_status


class SignIn(LoginView):
    """A wrong name or password answers 422, so that fragments and programs can tell it from a page."""

    form_class = SignInForm
    template_name = "dashboard/sign_in.html"
    redirect_authenticated_user = True

    def form_invalid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        """The same page with what is wrong on top."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        """In, under a new session key; told to whom it concerns."""
        answer = super().form_valid(form)
        signed_in.send(type(self), person=form.get_user(), how=How.LOCAL)
        return answer

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Which ways there are, and why somebody was sent here."""
        company = pool() is not None
        told = {"company": company, "local": settings.LOCAL_SIGN_IN, "contact": settings.SIGN_IN_CONTACT}
        return super().get_context_data(**more, **told, why=WORDS.get(self.request.GET.get("why", "")))


class SignOut(LogoutView):
    """Ends the session here and, of who came with a company account, at Cognito."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back to the page of signing in, by way of Cognito's own page where that is needed."""
        company = through_cognito(request)
        answer = super().post(request, *args, **kwargs)
        return HttpResponseRedirect(sign_out_url(request)) if company else answer


def through_cognito(request: HttpRequest) -> bool:
    """Whether this session began with a company account."""
    name = f"{CompanyAccount.__module__}.{CompanyAccount.__qualname__}"
    return pool() is not None and request.session.get(BACKEND_SESSION_KEY) == name


sign_in = requires(Open.PUBLIC)(SignIn.as_view())
sign_out = requires(Open.SIGNED_IN)(SignOut.as_view())


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


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what cannot be read; it says what to do where more was selected than a form may send."""
    too_many = isinstance(exception, TooManyFieldsSent)
    return render(request, "400.html", {"too_many": too_many}, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for our own mistakes; drawn without anything that may be what is broken."""
    return render(None, "500.html", status=500)
