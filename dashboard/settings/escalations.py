"""Escalations, claims and evidence: mail, what may be uploaded, and how printers' calls are checked."""

from __future__ import annotations

from dashboard.settings.base import env
from dashboard.settings.stores import AWS_ENDPOINT_URL, AWS_REGION

# --- Mail through SES -----------------------------------------------------------------------------------------

# The verified sender. Empty: no mail is sent, and whoever would send one is told so.
MAIL_FROM = env.str("MAIL_FROM", default="")
# Where answers go, if not to the sender; {id} in it stands for the mail's id: answers+{id}@example.com.
MAIL_REPLY_TO = env.str("MAIL_REPLY_TO", default="")
# The configuration set whose events (deliveries, bounces, complaints) come to the queue below.
SES_CONFIGURATION_SET = env.str("SES_CONFIGURATION_SET", default="")
SES_EVENTS_QUEUE_URL = env.str("SES_EVENTS_QUEUE_URL", default="")

# --- Evidence -------------------------------------------------------------------------------------------------

EVIDENCE_BUCKET = env.str("EVIDENCE_BUCKET", default="printdesk-evidence")
# Where a browser sends photos to and sees them, for the content security policy.
EVIDENCE_ORIGIN = AWS_ENDPOINT_URL or f"https://{EVIDENCE_BUCKET}.s3.{AWS_REGION}.amazonaws.com"
# One photo has so many bytes at most, and an escalation so many photos.
EVIDENCE_BYTES = env.int("EVIDENCE_BYTES", default=25_000_000)
EVIDENCE_FILES = env.int("EVIDENCE_FILES", default=40)
# For how long a customer's link to upload photos is good.
UPLOAD_LINK_HOURS = env.float("UPLOAD_LINK_HOURS", default=7 * 24.0)

# --- Printers' secrets and calls ------------------------------------------------------------------------------

# Keys that printers’ secrets are encrypted with, urlsafe base64 of 32 bytes: the first encrypts, all decrypt.
# Empty: derived from SECRET_KEY, so that a new SECRET_KEY loses them.
SECRETS_KEYS = env.list("SECRETS_KEYS", default=[])
# How far the clock of a signed call may be off, in seconds.
WEBHOOK_TOLERANCE_SECONDS = env.int("WEBHOOK_TOLERANCE_SECONDS", default=300)
# How long a printer's API is waited for, in seconds.
PRINTER_API_SECONDS = env.float("PRINTER_API_SECONDS", default=10.0)
