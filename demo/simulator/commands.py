"""Commands: what the dashboard asks for. Each is answered by new rows, or by a refusal with its cause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from demo.simulator.company import COMMANDS, PRINTERS, PRODUCTION, makes
from demo.simulator.orders import DEAD_JOB, FORGET_HOURS
from demo.simulator.spread import minutes
from demo.simulator.world import Case, Item, World
from orders.contract.tables import SOURCE_TABLES

FILES_KEPT = timedelta(days=30)
"""Printable files are deleted after this; then the print must be rendered again first."""
REMEMBERED = 2_000
RENDERING = ("queued", "rendering", "preflight")
TOO_LATE = (*DEAD_JOB, "dispatched", "cancel_requested")

Fetch = Callable[[str, str], Item | None]
"""A row of a source table, in the plain encoding, by table and key."""


class Refused(Exception):
    """The backend does not do this; the message says why."""


def take(world: World, command: dict[str, Any], fetch: Fetch) -> None:
    """Do what a command asks. Raises Refused. The same command a second time does nothing more."""
    command_id = str(command.get("command_id", ""))
    known = world.commands.get(command_id)
    if known is None:
        known = _first_time(world, command, fetch)
        world.commands[command_id] = known
        while len(world.commands) > REMEMBERED:
            del world.commands[next(iter(world.commands))]
    if known:
        raise Refused(known)


def _first_time(world: World, command: dict[str, Any], fetch: Fetch) -> str:
    try:
        play = PLAYS.get(str(command.get("kind", "")).removeprefix("COMMAND_KIND_"))
        if play is None or not command.get("command_id") or not command.get("requested_by"):
            raise Refused("malformed command")
        if world.chance("command", command["command_id"]).random() < COMMANDS["refused_at_random"]:
            raise Refused("the backend could not take the command: dependency unavailable")
        case = world.cases.get(command["order_id"]) or _adopt(world, command, fetch)
        if not any(line["line_id"] == command.get("line_id") for line in case.order["lines"]):
            raise Refused(f"order {case.order_id} has no line {command.get('line_id', '')}")
        if case.order["state"] in ("cancelled", "cancel_requested", "awaiting_payment", "payment_failed"):
            raise Refused(f"order {case.order_id} is {case.order['state'].replace('_', ' ')}")
        play(world, case, command)
    except Refused as refusal:
        return str(refusal)
    return ""


def _render(world: World, case: Case, command: dict[str, Any]) -> None:
    """Render the line's print again, whatever else was planned for its renders."""
    line_id = command["line_id"]
    for render in case.of_line("renders", line_id):
        if render["state"] in RENDERING:
            raise Refused(f"render {render['render_id']} of this line is under way")
    if case.print(line_id)["state"] in ("draft", "uploading", "upload_stalled", "abandoned"):
        raise Refused(f"print {case.print(line_id)['print_id']} is not locked")
    world.drop_plans(case, line_id, "render.")
    world.later(_soon(world, command), "render.queue", case, line_id=line_id, command_id=command["command_id"])


def _reprint(world: World, case: Case, command: dict[str, Any]) -> None:
    """Print the ready render again, at the same printer."""
    job = _replaceable(case, command)
    _print(world, case, command, job, job["printer_id"])


def _reroute(world: World, case: Case, command: dict[str, Any]) -> None:
    """Print it at another printer."""
    _print(world, case, command, _replaceable(case, command), command.get("printer_id", ""))


def _cancel(world: World, case: Case, command: dict[str, Any]) -> None:
    """Ask the printer to stop."""
    job = _job(case, command)
    if job["state"] in TOO_LATE:
        raise Refused(f"print job {job['print_job_id']} is {job['state'].replace('_', ' ')}")
    key, was = job["print_job_id"], job["state"]
    world.put(case, "print_jobs", key, state="cancel_requested")
    wait = minutes(world.chance("cancelled", command["command_id"]), COMMANDS["cancel_minutes"])
    about = {"line_id": job["line_id"], "key": key, "was": was, "refused": COMMANDS["cancel_refused"]}
    world.later(wait, "production.cancel", case, **about)


PLAYS = {"RENDER": _render, "REPRINT": _reprint, "REROUTE": _reroute, "CANCEL_PRINT_JOB": _cancel}


def _print(world: World, case: Case, command: dict[str, Any], job: Item, printer_id: str) -> None:
    render = case.table("renders").get(command.get("render_id", ""))
    if render is None or render["line_id"] != job["line_id"] or render["state"] not in ("ready", "superseded"):
        raise Refused(f"render {command.get('render_id', '')} is no ready render of this line")
    if datetime.fromtimestamp(world.clock.ours(world.now), UTC) - _moment(render["finished_at"]) > FILES_KEPT:
        raise Refused(f"the files of render {render['render_id']} have expired: render again first")
    product = case.line(job["line_id"])["product"]
    if printer_id not in PRINTERS or product not in makes(printer_id):
        raise Refused(f"printer {printer_id} does not make {product}")
    if printer_id in world.paused:
        raise Refused(f"printer {printer_id} takes no new work")
    about = {"reprint_of": job["print_job_id"], "cause": command.get("cause"), "command_id": command["command_id"]}
    target = {"line_id": job["line_id"], "render_id": render["render_id"], "printer_id": printer_id}
    world.later(_soon(world, command), "production.create", case, **about, **target)


def _replaceable(case: Case, command: dict[str, Any]) -> Item:
    job = _job(case, command)
    for other in case.of_line("print_jobs", job["line_id"]):
        if other.get("reprint_of") == job["print_job_id"] and other["state"] not in DEAD_JOB:
            raise Refused(f"print job {other['print_job_id']} replaces {job['print_job_id']} already")
    return job


def _job(case: Case, command: dict[str, Any]) -> Item:
    job = case.table("print_jobs").get(command.get("print_job_id", ""))
    if job is None or job["line_id"] != command["line_id"]:
        raise Refused(f"print job {command.get('print_job_id', '')} is not of this line")
    return job


def _soon(world: World, command: dict[str, Any]) -> float:
    return minutes(world.chance("start", command["command_id"]), COMMANDS["start_minutes"])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _adopt(world: World, command: dict[str, Any], fetch: Fetch) -> Case:
    """An order that nobody plays any longer, read from the tables again."""
    order = fetch("orders", command["order_id"])
    if order is None:
        raise Refused(f"unknown order {command['order_id']}")
    case = Case(command["order_id"], {"orders": {command["order_id"]: order}})
    for line in order.get("lines", ()):
        _add(case, "prints", fetch("prints", line["print_id"]))
    _add(case, "renders", fetch("renders", command.get("render_id", "")))
    _add(case, "print_jobs", fetch("print_jobs", command.get("print_job_id", "")))
    for number in range(1, PRODUCTION["most_attempts"]):
        _add(case, "renders", fetch("renders", f"r-{case.order_id[2:]}-{command.get('line_id')}-{number}"))
        _add(case, "print_jobs", fetch("print_jobs", f"j-{case.order_id[2:]}-{command.get('line_id')}-{number}"))
        _add(case, "shipments", fetch("shipments", f"s-{case.order_id[2:]}-{number}"))
    world.cases[case.order_id] = case
    world.later(FORGET_HOURS, "order.forget", case)
    return case


def _add(case: Case, table: str, row: Item | None) -> None:
    if row is not None:
        case.rows.setdefault(table, {})[row[SOURCE_TABLES[table].key]] = row
