"""System checks: a wrong installation is named, with an id, before it serves anybody."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

MIN_SECRET_LENGTH = 50
MIN_SECRET_LETTERS = 10
MIN_TOKEN_LENGTH = 20
READERS = ("pump", "lambda")
STATE_MACHINE = r"arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[\w-]{1,80}"
POOL = r"[a-z]{2}(-[a-z]+)+-\d_[0-9A-Za-z]+"
ORIGIN = r"https?://[^/?#@\s]+"
LOCAL = ("on", "open", "off")
HINT = "Set it in the environment; .env.example lists every setting."


@register(Tags.security)
def secret_key(**_: Any) -> list[CheckMessage]:
    """E001: sessions, tokens and links are signed with the key, so it must be there and hard to guess."""
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:
        return [Error("SECRET_KEY is not set.", hint=HINT, id="printdesk.E001")]
    if len(key) < MIN_SECRET_LENGTH or len(set(key)) < MIN_SECRET_LETTERS or key.startswith("django-insecure-"):
        return [Error("SECRET_KEY is too short or too simple to be secret.", hint=HINT, id="printdesk.E001")]
    return []


@register(Tags.security)
def allowed_hosts(**_: Any) -> list[CheckMessage]:
    """E002: the names this site answers to must be told, and told one by one."""
    if settings.DEBUG or (settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS):
        return []
    return [Error("ALLOWED_HOSTS must name the hosts of this site, without '*'.", hint=HINT, id="printdesk.E002")]


@register(Tags.database)
def postgresql(**_: Any) -> list[CheckMessage]:
    """E003: locks, constraints and JSON columns rely on PostgreSQL."""
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        return []
    return [Error("DATABASE_URL must be a postgres:// address.", hint=HINT, id="printdesk.E003")]


@register(Tags.security)
def credentials(**_: Any) -> list[CheckMessage]:
    """E004: half a pair of AWS keys would make boto3 fall back to whoever else is signed in on the machine."""
    if bool(settings.AWS_ACCESS_KEY_ID) == bool(settings.AWS_SECRET_ACCESS_KEY):
        return []
    return [Error("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together.", hint=HINT, id="printdesk.E004")]


@register(Tags.security)
def metrics_token(**_: Any) -> list[CheckMessage]:
    """E005: who guesses the token sees how busy we are."""
    if all(len(token) >= MIN_TOKEN_LENGTH for token in settings.METRICS_TOKEN):
        return []
    return [Error(f"METRICS_TOKEN is shorter than {MIN_TOKEN_LENGTH}.", hint=HINT, id="printdesk.E005")]


@register()
def stream_reader(**_: Any) -> list[CheckMessage]:
    """E006: the streams are read by the pump or by Lambda, and a word that is neither would mean nobody."""
    if settings.STREAM_READER in READERS:
        return []
    return [Error("STREAM_READER must be pump or lambda.", hint=HINT, id="printdesk.E006")]


@register()
def state_machine(**_: Any) -> list[CheckMessage]:
    """E007: commands go to a state machine itself; to a version or an alias of one their executions have other names.
    Whether it is STANDARD is asked before the first command is sent to it.
    """
    arn = settings.BACKEND_COMMANDS_STATE_MACHINE_ARN
    if not arn or re.fullmatch(STATE_MACHINE, arn):
        return []
    said = "BACKEND_COMMANDS_STATE_MACHINE_ARN must be arn:aws:states:REGION:ACCOUNT:stateMachine:NAME."
    return [Error(said, hint=HINT, id="printdesk.E007")]


@register(Tags.security)
def company_accounts(**_: Any) -> list[CheckMessage]:
    """E008, E009: half a Cognito signs in nobody, and neither does no Cognito without local accounts."""
    found: list[CheckMessage] = []
    needed = (settings.COGNITO_POOL_ID, settings.COGNITO_CLIENT_ID, settings.COGNITO_DOMAIN)
    if any(needed) and not (all(needed) and re.fullmatch(POOL, needed[0]) and re.fullmatch(ORIGIN, needed[2])):
        said = "COGNITO_POOL_ID (REGION_ID), COGNITO_CLIENT_ID and COGNITO_DOMAIN (https://HOST) go together."
        found.append(Error(said, hint=HINT, id="printdesk.E008"))
    if settings.LOCAL_SIGN_IN not in LOCAL or (settings.LOCAL_SIGN_IN == "off" and not all(needed)):
        said = "LOCAL_SIGN_IN must be on, open or off, and off only beside company accounts."
        found.append(Error(said, hint=HINT, id="printdesk.E009"))
    return found


@register()
def mail(**_: Any) -> list[CheckMessage]:
    """W004: mail is sent whose fate nobody would hear of."""
    if not settings.MAIL_FROM or settings.SES_EVENTS_QUEUE_URL:
        return []
    said = "MAIL_FROM is set without SES_EVENTS_QUEUE_URL, so bounces are not heard of."
    return [Warning(said, hint=HINT, id="printdesk.W004")]


@register(Tags.security)
def secrets_keys(**_: Any) -> list[CheckMessage]:
    """E010: a key of another length would encrypt nothing, and none would be read."""
    try:
        for key in settings.SECRETS_KEYS:
            Fernet(key)
    except ValueError:
        said = "SECRETS_KEYS must be urlsafe base64 of 32 bytes each, as Fernet.generate_key() makes them."
        return [Error(said, hint=HINT, id="printdesk.E010")]
    return []


@register(Tags.security, deploy=True)
def own_secrets_keys(**_: Any) -> list[CheckMessage]:
    """W005: without keys of their own, a new SECRET_KEY makes printers' secrets unreadable."""
    if settings.SECRETS_KEYS:
        return []
    said = "SECRETS_KEYS is not set: printers' secrets are encrypted by a key made from SECRET_KEY, and go with it."
    return [Warning(said, hint=HINT, id="printdesk.W005")]


@register(Tags.security, deploy=True)
def encrypted(**_: Any) -> list[CheckMessage]:
    """W001 to W003: in production people come over TLS, AWS is AWS, and so is Cognito."""
    found: list[CheckMessage] = []
    if not settings.SECURE:
        found.append(Warning("PUBLIC_URL is not https://, so cookies travel in the open.", id="printdesk.W001"))
    if settings.AWS_ENDPOINT_URL and not urlsplit(settings.AWS_ENDPOINT_URL).hostname.endswith(".amazonaws.com"):
        found.append(Warning("AWS_ENDPOINT_URL names an emulator.", id="printdesk.W002"))
    if settings.COGNITO_DOMAIN and not settings.COGNITO_DOMAIN.startswith("https://"):
        found.append(Warning("COGNITO_DOMAIN is not https://, so codes travel in the open.", id="printdesk.W003"))
    return found
