"""To Cognito's own sign-in page and back; and a page in plain words where that came to nothing."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from mozilla_django_oidc.views import (  # type: ignore[import-untyped]
    OIDCAuthenticationCallbackView,
    OIDCAuthenticationRequestView,
)

from dashboard.cognito.pool import FromPool, needed_pool, sign_out_url
from dashboard.cognito.refusals import Refusal, Refused
from dashboard.permissions import Open, requires
from dashboard.roles import roles_of
from dashboard.sign_in import How, own_path, signed_in

log = logging.getLogger(__name__)

STATES = "oidc_states"
"""Where the library keeps state, nonce and verifier of each sign-in that was begun: in the session."""


class Leave(FromPool, OIDCAuthenticationRequestView):  # type: ignore[misc]
    """Off to Cognito, by POST: no link or picture elsewhere can begin a sign-in."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Remember where somebody wanted to go beside the state of this sign-in, so that two tabs keep their own."""
        answer: HttpResponse = self.get(request)
        states = request.session[STATES]
        states[next(reversed(states))]["next"] = own_path(request, request.POST.get("next", ""))
        request.session.modified = True
        return answer


class Back(FromPool, OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """Back from Cognito, with a code or without."""

    wanted = "/"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Where somebody wanted to go, signed in; or why not."""
        needed_pool()
        states = request.session.get(STATES, {})
        begun = states.get(request.GET.get("state", ""))
        try:
            if begun is None:
                return self._unknown(request)
            self.wanted = begun.get("next", "/")
            if "code" not in request.GET:
                del states[request.GET["state"]]
                request.session.modified = True
                raise Refused(Refusal.CANCELLED)
            answer: HttpResponse = super().get(request)
        except SuspiciousOperation:
            return refuse(request, Refusal.STATE, self.wanted)
        except Refused as refused:
            return refuse(request, refused.why, self.wanted)
        return answer

    def login_success(self) -> HttpResponse:
        """A session under a new key, whoever had this browser before."""
        if not roles_of(self.user):
            raise Refused(Refusal.NO_ROLE)
        if self.request.user.is_authenticated:
            self.request.session.cycle_key()  # Django does so for whoever was nobody, and else only for somebody else
        auth.login(self.request, self.user)
        signed_in.send(type(self), person=self.user, how=How.COMPANY)
        return HttpResponseRedirect(self.wanted)

    def login_failure(self) -> HttpResponse:
        """Whom Cognito knows and we have shut out."""
        raise Refused(Refusal.CLOSED if self.user else Refusal.STATE)

    user: Any = None

    def _unknown(self, request: HttpRequest) -> HttpResponse:
        """A sign-in that this browser has not begun, or has finished: nothing, for who is in already."""
        if request.user.is_authenticated:
            return HttpResponseRedirect("/")
        raise Refused(Refusal.STATE)


def refuse(request: HttpRequest, why: Refusal, wanted: str = "/") -> HttpResponse:
    """The page that says so, with what can be done."""
    log.warning("company sign-in refused: %s", why.word)
    told = {"why": why, "next": wanted, "contact": settings.SIGN_IN_CONTACT, "sign_out_url": sign_out_url(request)}
    return render(request, "dashboard/sign_in_refused.html", told, status=why.status)


leave = requires(Open.PUBLIC)(Leave.as_view())
back = requires(Open.PUBLIC)(Back.as_view())
