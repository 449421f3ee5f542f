"""Who somebody is by Cognito's word: a code is exchanged for an ID token, believed only where all of it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import jwt
import requests
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend  # type: ignore[import-untyped]

from dashboard.cognito.members import admit
from dashboard.cognito.pool import ALGORITHM, FromPool, needed_pool
from dashboard.cognito.refusals import Refusal, Refused

LEEWAY_SECONDS: Final = 30
"""How far our clock and Cognito's may be apart."""

KIND: Final = "id"
"""An access token of the same pool is signed alike, and says nothing of who somebody is."""

NEEDED: Final = ["exp", "iat", "iss", "aud", "sub", "nonce", "token_use"]
OURS_TO_MEND: Final = 500


class CompanyAccount(FromPool, OIDCAuthenticationBackend):  # type: ignore[misc]
    """Signs in whom Cognito names. Only this room's views call it: it takes no name and no password."""

    def authenticate(self, request: HttpRequest | None, *, nonce: str, code_verifier: str) -> User | None:
        """Whoever the code of this request stands for. Raises Refused."""
        if not nonce or not code_verifier:
            raise Refused(Refusal.STATE)
        found = super().authenticate(request, nonce=nonce, code_verifier=code_verifier)
        return found if isinstance(found, User) else None

    def get_user(self, user_id: int) -> Any:
        """The member behind a session; None where the account is closed."""
        return ModelBackend().get_user(user_id)

    def get_token(self, payload: dict[str, Any]) -> dict[str, Any]:
        """What Cognito gives for the code. Raises Refused."""
        if not payload["client_secret"]:
            del payload["client_secret"]
        try:
            told = super().get_token(payload)
        except requests.HTTPError as error:
            refused = error.response is not None and error.response.status_code < OURS_TO_MEND
            raise Refused(Refusal.TOKEN if refused else Refusal.SILENT) from error
        except requests.RequestException as error:
            raise Refused(Refusal.SILENT) from error
        if not isinstance(told, dict) or not isinstance(told.get("id_token"), str):
            raise Refused(Refusal.TOKEN)
        return told

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        """The claims of an ID token made by our pool, for our client, for this very sign-in, and not yet expired.

        Raises Refused.
        """
        try:
            claims = self._claims(token)
        except requests.RequestException as error:
            raise Refused(Refusal.SILENT) from error
        except (jwt.PyJWTError, SuspiciousOperation, LookupError, TypeError, ValueError) as error:
            raise Refused(Refusal.TOKEN) from error
        if claims["token_use"] != KIND or claims["nonce"] != kwargs["nonce"]:
            raise Refused(Refusal.TOKEN)
        return claims

    def get_or_create_user(self, _access_token: str, _id_token: str, payload: Mapping[str, Any]) -> User:
        """The member whom the claims name: known by ``sub`` alone, never by a name or an e-mail address."""
        return admit(payload)

    def _claims(self, token: str) -> dict[str, Any]:
        expected = needed_pool()
        return jwt.decode(
            token,
            self.retrieve_matching_jwk(token),
            algorithms=[ALGORITHM],
            audience=expected.client_id,
            issuer=expected.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": NEEDED, "strict_aud": True},
        )
