"""What exactly is asked for, as one number: whoever approves, approves that and nothing else."""

from __future__ import annotations

import hashlib
import json

from support.commands.models import Command

SAID = (
    "kind", "order_id", "line_id", "render_id", "print_job_id", "printer_id", "cause", "overrides", "cost", "currency",
)  # fmt: skip


def digest_of(command: Command) -> str:
    """SHA-256 of all that a command says, whoever gives it and when, and of its cost."""
    said = [getattr(command, name) for name in SAID]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
