"""What exactly a job would do, as one number: whoever approves it, approves that and nothing else."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from support.bulk.models import BulkJob, RowState

ROW: Final = ("number", "order_id", "line_id", "print_job_id", "printer_id", "cost", "currency")


def digest_of(job: BulkJob) -> str:
    """SHA-256 of what is done, why, and of every row that it would be done to, as they are in the database now."""
    found = hashlib.sha256(json.dumps([job.action, job.cause, job.text, job.severity, job.printer_id]).encode())
    rows = job.rows.filter(state=RowState.READY).order_by("number").values_list(*ROW)
    for row in rows.iterator(chunk_size=1_000):
        found.update(json.dumps(row).encode())
    return found.hexdigest()
