"""What commands made, as the projection says: for who follows many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orders.contract.model import PrintJob
from orders.projections import keys
from orders.projections.facet import facet_from
from orders.store import Store, live_store


@dataclass(frozen=True, slots=True)
class Made:
    """A row of the backend's and its state."""

    table: str
    key: str
    state: str


def made_by(commands: Mapping[str, str], store: Store | None = None) -> dict[str, Made]:
    """What at most 100 commands made, by their ids; ``commands`` maps each to its order. One batch read."""
    wanted = {keys.made_by(command_id, order_id): command_id for command_id, order_id in commands.items()}
    rows = (store or live_store()).get_many(list(wanted)) if wanted else {}
    return {wanted[key]: Made(row["table"], row["key"], row["state"]) for key, row in rows.items()}


def print_job_states(jobs: Iterable[tuple[str, str]], store: Store | None = None) -> dict[str, str]:
    """The states of at most 100 print jobs, each given with its order. One batch read."""
    wanted = [(f"O#{order_id}", keys.facet_sk("print_jobs", job)) for order_id, job in jobs]
    rows = (store or live_store()).get_many(wanted) if wanted else {}
    facets = [facet_from(row, {}) for row in rows.values()]
    records = [facet.readable for facet in facets if facet is not None]
    return {record.print_job_id: record.state.value for record in records if isinstance(record, PrintJob)}
