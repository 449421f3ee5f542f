"""The user pool that people sign in through, as the settings name it, and what mozilla-django-oidc asks about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

ALGORITHM: Final = "RS256"
TIMEOUT_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Pool:
    """A user pool with our app client in it. ``domain`` is the origin of its own pages, without a slash at its end."""

    id: str
    client_id: str
    client_secret: str
    domain: str
    issuer: str
    keys_url: str

    @property
    def region(self) -> str:
        """Where it is: a pool's id begins with its region."""
        return self.id.partition("_")[0]


def pool() -> Pool | None:
    """The pool, or None where there are local accounts only."""
    if not (settings.COGNITO_POOL_ID and settings.COGNITO_CLIENT_ID and settings.COGNITO_DOMAIN):
        return None
    region = settings.COGNITO_POOL_ID.partition("_")[0]
    issuer = settings.COGNITO_ISSUER or f"https://cognito-idp.{region}.amazonaws.com/{settings.COGNITO_POOL_ID}"
    return Pool(
        id=settings.COGNITO_POOL_ID,
        client_id=settings.COGNITO_CLIENT_ID,
        client_secret=settings.COGNITO_CLIENT_SECRET,
        domain=settings.COGNITO_DOMAIN.rstrip("/"),
        issuer=issuer,
        keys_url=settings.COGNITO_KEYS_URL or f"{issuer}/.well-known/jwks.json",
    )


def needed_pool() -> Pool:
    """The pool. Raises Http404 where there is none: then nothing here has an address."""
    found = pool()
    if found is None:
        raise Http404
    return found


def sign_out_url(request: HttpRequest) -> str:
    """Where Cognito ends its own session and sends people back to our page of signing in."""
    found = needed_pool()
    back = request.build_absolute_uri(reverse("sign-in"))
    return f"{found.domain}/logout?{urlencode({'client_id': found.client_id, 'logout_uri': back})}"


class FromPool:
    """Answers mozilla-django-oidc's questions from our settings, in place of settings of its own."""

    @staticmethod
    def get_settings(name: str, *default: Any) -> Any:
        """As the library asks: a name of its settings, and what holds where nothing is said."""
        found = needed_pool()
        answers = {
            "OIDC_OP_AUTHORIZATION_ENDPOINT": f"{found.domain}/oauth2/authorize",
            "OIDC_OP_TOKEN_ENDPOINT": f"{found.domain}/oauth2/token",
            "OIDC_OP_USER_ENDPOINT": "",
            "OIDC_OP_JWKS_ENDPOINT": found.keys_url,
            "OIDC_RP_CLIENT_ID": found.client_id,
            "OIDC_RP_CLIENT_SECRET": found.client_secret,
            "OIDC_RP_SIGN_ALGO": ALGORITHM,
            "OIDC_RP_SCOPES": "openid email profile",
            "OIDC_USE_PKCE": True,
            "OIDC_TOKEN_USE_BASIC_AUTH": bool(found.client_secret),
            "OIDC_AUTHENTICATION_CALLBACK_URL": "company-back",
            "OIDC_TIMEOUT": TIMEOUT_SECONDS,
        }
        return answers[name] if name in answers else default[0]
