"""Commands to the backend, what each role may do of them, and for how long things hold."""

from __future__ import annotations

from dashboard.settings.base import env

# --- Commands: what people ask the backend to do --------------------------------------------------------------

# The backend's state machine, of type STANDARD: EXPRESS would start a command that is sent again a second time.
# Empty means that no commands are taken.
BACKEND_COMMANDS_STATE_MACHINE_ARN = env.str("BACKEND_COMMANDS_STATE_MACHINE_ARN", default="")
# A command of which nothing was seen for so long is overdue.
COMMAND_OVERDUE_MINUTES = env.float("COMMAND_OVERDUE_MINUTES", default=15.0)
# How many times faster than real ones the printers work: their silence counts as much sooner, and they have no nights.
# Above 1 only for companies that are played.
PRINTER_PACE = env.float("PRINTER_PACE", default=1.0)

# --- Limits of roles (dashboard/limits.py). An admin may set others; a role that is not named has no limit ----

LIMITS: dict[str, dict[str, int | dict[str, int]]] = {
    "renders_an_order": {"agent": env.int("RENDERS_AN_ORDER", default=3)},
    # What the reprints of one order may cost together, in minor units by currency: "EUR=15000,GBP=13000". Of a
    # currency that is not here only who has no limit may ask for reprints.
    "reprint_cost": {
        "senior": env.dict(
            "REPRINT_COST_LIMITS",
            cast={"value": int},
            default={"EUR": 15_000, "GBP": 13_000, "USD": 16_000, "CHF": 14_000, "CAD": 22_000, "AUD": 24_000},
        )
    },
    "reveals_a_day": dict.fromkeys(("agent", "senior"), env.int("REVEALS_A_DAY", default=40)),
    "finds_a_minute": dict.fromkeys(
        ("agent", "senior", "ops", "manager", "admin", "auditor"), env.int("FINDS_A_MINUTE", default=120)
    ),
    "bulk_rows": {"senior": env.int("BULK_ROWS_SENIOR", default=25), "ops": env.int("BULK_ROWS_OPS", default=500)},
    # Above so many a second person approves a job that asks something of the backend, though it costs nothing.
    "bulk_rows_alone": dict.fromkeys(("senior", "ops"), env.int("BULK_ROWS_ALONE", default=50)),
    # What somebody's bulk jobs of a day may cost together before another person has to approve.
    "bulk_cost": dict.fromkeys(
        ("senior", "ops"),
        env.dict(
            "BULK_COST_LIMITS",
            cast={"value": int},
            default={"EUR": 50_000, "GBP": 43_000, "USD": 54_000, "CHF": 48_000, "CAD": 74_000, "AUD": 80_000},
        ),
    ),
}
# For how long a reveal of personal data holds.
REVEAL_MINUTES = env.float("REVEAL_MINUTES", default=15.0)
# One export of a queue has so many rows at most.
QUEUE_EXPORT_MOST = env.int("QUEUE_EXPORT_MOST", default=5_000)
# For how long a request waits for a second person.
REQUEST_HOURS = env.float("REQUEST_HOURS", default=24.0)
# For how long a bulk job waits to be started or approved.
BULK_HOURS = env.float("BULK_HOURS", default=24.0)
# How many rows of a bulk job go first, and have to be seen by the backend before the rest goes.
BULK_CANARY = env.int("BULK_CANARY", default=3)
# How many commands of bulk jobs may be on their way to one printer (or, for renders, to the renderer) at once.
BULK_ON_THE_WAY = env.int("BULK_ON_THE_WAY", default=40)
# For how long its author may change a note.
NOTE_EDIT_MINUTES = env.float("NOTE_EDIT_MINUTES", default=15.0)
# For how long what somebody typed and never sent is kept for them, and a notice after it was read (a week at least).
DRAFT_DAYS = env.float("DRAFT_DAYS", default=30.0)
NOTICE_DAYS = env.float("NOTICE_DAYS", default=90.0)

# --- SLA reports ----------------------------------------------------------------------------------------------

# How much is to come as promised, in per cent: drawn on the charts.
SLA_TARGET_PCT = env.float("SLA_TARGET_PCT", default=95.0)
# An order that is likelier than that to miss its promise is in the queue of those at risk. Chances up to 1.
AT_RISK_CHANCE = env.float("AT_RISK_CHANCE", default=0.5)
# One export of a report has so many units at most.
REPORT_EXPORT_MOST = env.int("REPORT_EXPORT_MOST", default=100_000)
# A file that is written in the background has so many, and is kept for so many days.
REPORT_RUN_MOST = env.int("REPORT_RUN_MOST", default=2_000_000)
REPORT_RUN_DAYS = env.float("REPORT_RUN_DAYS", default=14.0)
