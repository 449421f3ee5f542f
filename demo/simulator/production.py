"""Print jobs: each printer at its own pace, in its own words, with its own troubles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from demo.simulator import parcels, printers
from demo.simulator.company import PRINTERS, PRODUCTION, PRODUCTS
from demo.simulator.orders import DEAD_JOB, is_held, settle
from demo.simulator.spread import hours, minutes
from demo.simulator.world import HOUR, Case, World, act

OPENS, CLOSES = 7, 18
SATURDAY = 5
ASK_AGAIN_HOURS = 4
OVER = (*DEAD_JOB, "dispatched")
MAKING = ("in_production", "printed", "binding", "quality_control", "packed")


@act("production.create")
def create(world: World, case: Case, about: dict[str, Any]) -> None:
    """A print job for a ready render, at a printer that makes the product."""
    if is_held(case):
        world.later(ASK_AGAIN_HOURS, "production.create", case, **about)
        return
    line_id = about["line_id"]
    line, number = case.line(line_id), len(case.of_line("print_jobs", line_id)) + 1
    key = f"j-{case.order_id[2:]}-{line_id}-{number}"
    dice = world.chance("printer", key)
    printer_id = about.get("printer_id") or printers.choose(
        world, dice, line["product"], case.order["ship_to"]["country"]
    )
    days = PRINTERS.get(printer_id, {}).get("days", 4)
    world.put(
        case,
        "print_jobs",
        key,
        order_id=case.order_id,
        line_id=line_id,
        render_id=about["render_id"],
        printer_id=printer_id,
        state="created",
        cost=PRODUCTS.get(line["product"], {"price": line["unit_price"]})["price"] * line["quantity"] // 3,
        currency="EUR",
        reprint_of=about.get("reprint_of"),
        cause=about.get("cause"),
        command_id=about.get("command_id"),
        dispatch_by=world.at(24 * days * 1.6),
    )
    world.later(minutes(dice, PRODUCTION["submit_minutes"]), "production.submit", case, line_id=line_id, key=key)


@act("production.submit")
def submit(world: World, case: Case, about: dict[str, Any]) -> None:
    """The printer has it, and its own number for it."""
    key = about["key"]
    if _is_over(case, key):
        return
    job = case.rows["print_jobs"][key]
    dice = world.chance("submit", key)
    reference = f"{job['printer_id'][:2].upper()}-{dice.randrange(10**7):07}"
    _move(world, case, key, "submitted", submitted_at=world.at(), printer_reference=reference)
    if dice.random() < PRODUCTION["unheard"]:
        return
    world.later(hours(dice, PRODUCTION["accept_hours"], 1.8), "production.answer", case, **about)


@act("production.answer")
def answer(world: World, case: Case, about: dict[str, Any]) -> None:
    """Accepted or rejected, in working hours."""
    key = about["key"]
    if _is_over(case, key) or _waits(world, case, "production.answer", about):
        return
    dice = world.chance("answer", key)
    if dice.random() < _share(case, key, "rejected"):
        _reject(world, case, about, dice)
        return
    _move(world, case, key, "accepted", accepted_at=world.at())
    settle(world, case)
    world.later(_hours(case, key, dice, PRODUCTION["files_hours"]), "production.files", case, **about)


@act("production.files")
def files(world: World, case: Case, about: dict[str, Any]) -> None:
    """The printer has fetched and checked the files, or cannot use them."""
    key = about["key"]
    if _is_over(case, key) or _waits(world, case, "production.files", about):
        return
    dice = world.chance("files", key)
    if dice.random() < _share(case, key, "file_error"):
        _move(world, case, key, "file_error", reason=dice.choice(PRODUCTION["file_error_reasons"]))
        _send_again(world, case, key, dice)
        return
    if "files_ready" in _words(case, key):
        _move(world, case, key, "files_ready")
    # Three steps share the agreed days; some printers tell of fewer of them.
    world.later(_step(case, key, dice), "production.start", case, **about)


@act("production.start")
def start(world: World, case: Case, about: dict[str, Any]) -> None:
    """On the press, unless something is missing."""
    key = about["key"]
    if _is_over(case, key) or _waits(world, case, "production.start", about):
        return
    dice = world.chance("start", key, about.get("again", 0))
    if "again" not in about and dice.random() < _share(case, key, "held"):
        _move(world, case, key, "on_hold", reason=dice.choice(PRODUCTION["hold_reasons"]))
        world.later(hours(dice, PRODUCTION["held_hours"], 2), "production.start", case, again=1, **about)
        return
    if dice.random() < PRODUCTION["cancelled_by_printer"]:
        _move(world, case, key, "cancelled", reason="cancelled_by_printer")
        return
    _move(world, case, key, "in_production", reason=None)
    pause = PRODUCTION["silent_hours"] if dice.random() < _share(case, key, "goes_silent") else 0
    world.later(pause + _step(case, key, dice), "production.printed", case, **_plain(about))


@act("production.printed")
def printed(world: World, case: Case, about: dict[str, Any]) -> None:
    """Off the press: bound and looked at where the printer tells of it."""
    key = about["key"]
    mended = "again" in about and case.rows["print_jobs"][key]["state"] == "error"
    if (_is_over(case, key) and not mended) or _waits(world, case, "production.printed", about):
        return
    dice = world.chance("printed", key, about.get("again", 0))
    if "again" not in about and dice.random() < _share(case, key, "error"):
        _move(world, case, key, "error", reason=dice.choice(PRODUCTION["error_reasons"]))
        if dice.random() < PRODUCTION["error_mended"]:
            world.later(hours(dice, PRODUCTION["error_hours"], 2), "production.printed", case, again=1, **about)
        else:
            _send_again(world, case, key, dice)
        return
    _move(world, case, key, "printed", printed_at=world.at(), reason=None)
    world.later(_step(case, key, dice) / 3, "production.bound", case, **_plain(about))


@act("production.bound")
def bound(world: World, case: Case, about: dict[str, Any]) -> None:
    """In the bindery."""
    _pass(world, case, about, "binding", "production.bound", then="production.checked")


@act("production.checked")
def checked(world: World, case: Case, about: dict[str, Any]) -> None:
    """Looked at."""
    _pass(world, case, about, "quality_control", "production.checked", then="production.packed")


@act("production.packed")
def pack(world: World, case: Case, about: dict[str, Any]) -> None:
    """In its box; a box waits for what else the same printer makes for the order, as a rule."""
    key = about["key"]
    if _is_over(case, key) or _waits(world, case, "production.packed", about):
        return
    _move(world, case, key, "packed")
    job = case.rows["print_jobs"][key]
    siblings = [each for each in case.table("print_jobs").values() if each["printer_id"] == job["printer_id"]]
    under_way = [each for each in siblings if each["state"] not in (*OVER, "packed")]
    if under_way and world.chance("together", key).random() < PRODUCTION["together"]:
        return
    boxed = [each["print_job_id"] for each in siblings if each["state"] == "packed"]
    if world.chance("parts", key).random() < PRODUCTION["two_parcels"]:
        parcels.label(world, case, boxed, job["printer_id"])
    parcels.label(world, case, boxed, job["printer_id"])
    dice = world.chance("dispatch", key)
    for each in boxed:
        about = {"line_id": case.rows["print_jobs"][each]["line_id"], "key": each}
        world.later(hours(dice, PRODUCTION["pack_hours"]), "production.dispatch", case, **about)


@act("production.dispatch")
def dispatch(world: World, case: Case, about: dict[str, Any]) -> None:
    """The printer says that it is gone, which may mean that it is about to go."""
    key = about["key"]
    if _is_over(case, key):
        return
    if printers.is_stopped(world, case.rows["print_jobs"][key]["printer_id"]):
        world.later(ASK_AGAIN_HOURS, "production.dispatch", case, **about)
        return
    _move(world, case, key, "dispatched", dispatched_at=world.at())
    settle(world, case)
    dice = world.chance("unasked", key)
    if dice.random() < PRODUCTION["reprinted_unasked"]:
        job = case.rows["print_jobs"][key]
        about = {"line_id": job["line_id"], "render_id": job["render_id"], "printer_id": job["printer_id"]}
        world.later(hours(dice, 20), "production.create", case, reprint_of=key, cause="damaged", **about)


@act("production.cancel")
def cancel(world: World, case: Case, about: dict[str, Any]) -> None:
    """The printer's answer to a job that was called off."""
    key, job = about["key"], case.rows["print_jobs"][about["key"]]
    late = about["was"] in MAKING or world.chance("cancel", key).random() < about["refused"]
    if late:
        _move(world, case, key, "cancel_refused", reason="already_in_production")
        world.later(1, "production.resume", case, key=key, line_id=job["line_id"])
    else:
        _move(world, case, key, "cancelled")
        settle(world, case)


@act("production.resume")
def resume(world: World, case: Case, about: dict[str, Any]) -> None:
    """It was too late to cancel it: it is made."""
    dice = world.chance("resume", about["key"])
    _move(world, case, about["key"], "in_production", reason=None)
    world.later(_step(case, about["key"], dice), "production.printed", case, **_plain(about))


def _pass(world: World, case: Case, about: dict[str, Any], state: str, name: str, *, then: str) -> None:
    """A step that some printers do not tell of."""
    key = about["key"]
    if _is_over(case, key) or _waits(world, case, name, about):
        return
    if state in _words(case, key):
        _move(world, case, key, state)
    world.later(_hours(case, key, world.chance(state, key), PRODUCTION["pack_hours"]), then, case, **about)


def _reject(world: World, case: Case, about: dict[str, Any], dice: Random) -> None:
    """Half of what one printer will not make is sent to another without anybody asking."""
    key = about["key"]
    _move(world, case, key, "rejected", reason=dice.choice(PRODUCTION["reject_reasons"]))
    settle(world, case)
    job = case.rows["print_jobs"][key]
    if dice.random() < PRODUCTION["rerouted_by_us"]:
        wait = hours(dice, PRODUCTION["rerouted_hours"])
        world.later(wait, "production.create", case, line_id=job["line_id"], render_id=job["render_id"], reprint_of=key)


def _send_again(world: World, case: Case, key: str, dice: Random) -> None:
    """Somebody cares for most of what went wrong, and has it made anew."""
    job = case.rows["print_jobs"][key]
    if dice.random() < PRODUCTION["cared_for"]:
        wait = hours(dice, PRODUCTION["cared_hours"], 2)
        world.later(wait, "production.create", case, line_id=job["line_id"], render_id=job["render_id"], reprint_of=key)


def _move(world: World, case: Case, key: str, state: str, **more: Any) -> None:
    """The job's new state, with the printer's own word for it."""
    word = _words(case, key).get(state)
    world.put(case, "print_jobs", key, state=state, **({"raw_status": word} if word else {}), **more)


def _is_over(case: Case, key: str) -> bool:
    """Whether the job was stopped meanwhile, or its cancellation is being asked for."""
    return case.rows["print_jobs"][key]["state"] in (*OVER, "cancel_requested")


def _waits(world: World, case: Case, name: str, about: dict[str, Any]) -> bool:
    """Whether the printer does nothing now: closed, stopped, paused, or the order is held. It is asked again later."""
    printer_id = case.rows["print_jobs"][about["key"]]["printer_id"]
    if printers.is_stopped(world, printer_id) or case.order["state"] == "on_hold":
        world.later(ASK_AGAIN_HOURS, name, case, **about)
        return True
    opens = opening(world.date, PRINTERS.get(printer_id, {}).get("timezone", "UTC"))
    if opens > world.date:
        world.later((opens.timestamp() - world.now) / HOUR, name, case, **about)
        return True
    return False


def opening(now: datetime, timezone: str) -> datetime:
    """The next moment at which a printer works: now, or the next working morning."""
    local = now.astimezone(ZoneInfo(timezone))
    if local.hour >= CLOSES:
        local = (local + timedelta(days=1)).replace(hour=OPENS)
    elif local.hour < OPENS:
        local = local.replace(hour=OPENS)
    while local.weekday() >= SATURDAY:
        local = (local + timedelta(days=1)).replace(hour=OPENS)
    return local.astimezone(UTC)


def _words(case: Case, key: str) -> dict[str, str]:
    about = PRINTERS.get(case.rows["print_jobs"][key]["printer_id"], {})
    words: dict[str, str] = about.get("words", {})
    return words


def _share(case: Case, key: str, fault: str) -> float:
    """How often a fault strikes at the job's printer."""
    trouble = PRINTERS.get(case.rows["print_jobs"][key]["printer_id"], {}).get("trouble", 1.0)
    return float(PRODUCTION[fault] * trouble)


def _hours(case: Case, key: str, dice: Random, median: float) -> float:
    slow = PRINTERS.get(case.rows["print_jobs"][key]["printer_id"], {}).get("slow", 1.0)
    return hours(dice, median * slow)


def _step(case: Case, key: str, dice: Random) -> float:
    """One of the three long steps: the agreed days are full of them, nights and weekends come on top."""
    days = PRINTERS.get(case.rows["print_jobs"][key]["printer_id"], {}).get("days", 4)
    return _hours(case, key, dice, days * PRODUCTION["step_hours_a_day"])


def _plain(about: dict[str, Any]) -> dict[str, Any]:
    """Which job, without how often it was tried."""
    return {"line_id": about["line_id"], "key": about["key"]}
