"""What every answer says to the browser, and what is too much to be read."""

from __future__ import annotations

from csp.constants import NONE, SELF

from dashboard.settings.base import SECURE, env
from dashboard.settings.escalations import EVIDENCE_ORIGIN
from dashboard.settings.sign_in import COGNITO_DOMAIN
from dashboard.settings.stores import ARTEFACTS_ORIGIN

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *dict.fromkeys([ARTEFACTS_ORIGIN, EVIDENCE_ORIGIN])],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Forms that begin and end a company session lead on to Cognito's pages.
        "form-action": [SELF, *([COGNITO_DOMAIN] if COGNITO_DOMAIN else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
# Framing, sniffing, referrers, openers: what Django sends by itself is what we want.
SECURE_SSL_REDIRECT = SECURE
# The load balancer asks for these over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
# Set behind a proxy that always overwrites X-Forwarded-Proto, and only there.
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Deep or long bodies are refused before anything reads them.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
# What an action came to is told once on the next page, from the session: a cookie would keep it in the browser.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
