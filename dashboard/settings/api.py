"""The API: refused unless a view says who may. AccessMiddleware sees no bearer token, so DRF denies by itself."""

from __future__ import annotations

from dashboard.settings.base import env

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["dashboard.denied.Denied"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
# Calls a minute and token, by the rate that a call declares; above it 429. Counted in Redis.
API_CALLS_A_MINUTE = {
    "find": env.int("API_FINDS_A_MINUTE", default=12_000),
    "read": env.int("API_READS_A_MINUTE", default=12_000),
    "act": env.int("API_ACTS_A_MINUTE", default=1_200),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Printdesk API",
    "DESCRIPTION": "Where every order is, why it is stuck, whose move it is.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_NO_READ_ONLY_REQUIRED": False,
    # Fields called "state" and "tone" share names; each enum has one of its own.
    "ENUM_NAME_OVERRIDES": {
        name: f"support.api.shapes.enums.{name}"
        for name in (
            "BulkAction", "BulkJobState", "ClaimState", "CommandKind", "CommandState", "EscalationState",
            "EvidenceState", "Kind", "MailState", "Move", "OrderState", "Party", "PrintJobState", "PrintState",
            "RenderState", "Severity", "ShipmentState", "Stage", "Tone",
        )
    },
}  # fmt: skip
