"""Signing in: passwords, company accounts, sessions, and who reads the metrics."""

from __future__ import annotations

from dashboard.settings.base import PUBLIC_URL, SECURE, env

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "sign-in"

# Company accounts: a user pool of Cognito, an app client in it, and the origin of its own pages, for example
# https://printdesk.auth.eu-central-1.amazoncognito.com. All three or none; none means local accounts only.
COGNITO_POOL_ID = env.str("COGNITO_POOL_ID", default="")
COGNITO_CLIENT_ID = env.str("COGNITO_CLIENT_ID", default="")
COGNITO_CLIENT_SECRET = env.str("COGNITO_CLIENT_SECRET", default="")  # of a confidential client
COGNITO_DOMAIN = env.str("COGNITO_DOMAIN", default="")
# Who must have made an ID token, and where the keys are that it is verified with; empty means AWS's, of the pool.
COGNITO_ISSUER = env.str("COGNITO_ISSUER", default="")
COGNITO_KEYS_URL = env.str("COGNITO_KEYS_URL", default="")
# For how long members keep their roles while Cognito does not say what they may do.
COGNITO_GRACE_MINUTES = env.float("COGNITO_GRACE_MINUTES", default=60.0)
# Local accounts beside company accounts: "on" folds their form away, "open" does not, "off" refuses them.
LOCAL_SIGN_IN = env.str("LOCAL_SIGN_IN", default="on")
AUTHENTICATION_BACKENDS = [
    *(["django.contrib.auth.backends.ModelBackend"] if LOCAL_SIGN_IN != "off" else []),
    *(["dashboard.cognito.backend.CompanyAccount"] if COGNITO_POOL_ID else []),
]
# Whom somebody without a role is told to ask.
SIGN_IN_CONTACT = env.str("SIGN_IN_CONTACT", default="an admin of Printdesk")

# Sessions live in PostgreSQL alone: with a copy in Redis, one that was ended while Redis was away would come back.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# How long somebody stays signed in at most, and how long while doing nothing (dashboard/sessions.py).
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=12 * 3600)
SESSION_IDLE_MINUTES = env.float("SESSION_IDLE_MINUTES", default=60.0)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if SECURE else []

# What Prometheus brings as a bearer token for /metrics, two while it is being changed; none means nobody may.
METRICS_TOKEN: list[str] = env.list("METRICS_TOKEN", default=[])
