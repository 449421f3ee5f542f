"""Renders: a design becomes printable files, or fails at a page."""

from __future__ import annotations

from random import Random
from typing import Any

from demo.simulator import pictures
from demo.simulator.company import COMMANDS, RENDERS, pick
from demo.simulator.orders import settle
from demo.simulator.spread import hours, minutes
from demo.simulator.world import Case, Item, World, act

TEMPLATE_CODE = "template_error"


@act("render.queue")
def queue(world: World, case: Case, about: dict[str, Any]) -> None:
    """Another attempt for a line, asked for by the backend or by a command."""
    line_id, design = about["line_id"], case.print(about["line_id"])
    attempt = 1 + max((render["attempt"] for render in case.of_line("renders", line_id)), default=0)
    key = f"r-{case.order_id[2:]}-{line_id}-{attempt}"
    broken = world.scenarios.hits("template-breaks", design["template_id"])
    world.put(
        case,
        "renders",
        key,
        order_id=case.order_id,
        line_id=line_id,
        print_id=design["print_id"],
        attempt=attempt,
        state="queued",
        renderer_version=RENDERS["next_version" if world.scenarios.hits("renderer-fails") else "version"],
        template_id=design["template_id"],
        template_version=f"{design['template_version']}.1" if broken else design["template_version"],
        command_id=about.get("command_id"),
        queued_at=world.at(),
    )
    settle(world, case)
    world.later(
        minutes(world.chance("queued", key), RENDERS["queue_minutes"], 2),
        "render.start",
        case,
        line_id=line_id,
        key=key,
    )


@act("render.start")
def start(world: World, case: Case, about: dict[str, Any]) -> None:
    """A renderer takes it up."""
    dice = world.chance("run", about["key"])
    world.put(case, "renders", about["key"], state="rendering", started_at=world.at())
    if dice.random() < RENDERS["stuck"]:
        return world.later(RENDERS["stuck_hours"], "render.fail", case, code="timeout", **about)
    run = minutes(dice, RENDERS["run_minutes"], 1.8)
    code = _fails(world, case, about["key"], dice)
    if code:
        return world.later(run, "render.fail", case, code=code, **about)
    return world.later(run, "render.preflight", case, **about)


@act("render.preflight")
def preflight(world: World, case: Case, about: dict[str, Any]) -> None:
    """The files are checked."""
    world.put(case, "renders", about["key"], state="preflight")
    dice = world.chance("preflight", about["key"])
    world.later(minutes(dice, RENDERS["preflight_minutes"]), "render.ready", case, **about)


@act("render.ready")
def ready(world: World, case: Case, about: dict[str, Any]) -> None:
    """Printable files are there. Where no print job is under way, one is made."""
    key, line_id = about["key"], about["line_id"]
    design, render = case.print(line_id), case.rows["renders"][key]
    made = pictures.of_render(design)
    world.put(case, "renders", key, state="ready", finished_at=world.at(), **made)
    for other in case.of_line("renders", line_id):
        if other["attempt"] < render["attempt"] and other["state"] == "ready":
            world.put(case, "renders", other["render_id"], state="superseded")
    if render["attempt"] == 1 and world.chance("redone", key).random() < RENDERS["redone"]:
        world.later(0.1, "upload.adjust", case, line_id=line_id)
    elif not any(
        job["state"] not in ("rejected", "cancelled", "file_error") for job in case.of_line("print_jobs", line_id)
    ):
        world.later(0.02, "production.create", case, line_id=line_id, render_id=key)


@act("render.fail")
def fail(world: World, case: Case, about: dict[str, Any]) -> None:
    """It failed, in the renderer's own words. What may be tried again often is, without anybody asking."""
    key, dice = about["key"], world.chance("failed", about["key"])
    render, design = case.rows["renders"][key], case.print(about["line_id"])
    failure = _failure(about["code"], design, dice)
    shown = pictures.of_failed(design, failure)
    world.put(case, "renders", key, state="failed", finished_at=world.at(), failure=failure, **shown)
    may = failure["retryable"] and render["attempt"] < RENDERS["most_by_itself"]
    if may and dice.random() < RENDERS["again_by_itself"]:
        world.later(minutes(dice, RENDERS["again_minutes"]), "render.queue", case, line_id=about["line_id"])
    elif dice.random() < RENDERS["cared_for"]:
        world.later(hours(dice, RENDERS["cared_hours"], 2), "render.queue", case, line_id=about["line_id"])
    else:
        world.later(RENDERS["given_up_hours"], "render.give_up", case, line_id=about["line_id"], key=key)


@act("render.give_up")
def give_up(world: World, case: Case, about: dict[str, Any]) -> None:
    """Nobody cared for it: the order is called off."""
    latest = case.of_line("renders", about["line_id"])[-1]
    if latest["state"] == "failed":
        world.later(0, "order.cancel", case, by="system")


def _fails(world: World, case: Case, key: str, dice: Random) -> str:
    """The code of the failure that awaits this attempt, "" where all goes well."""
    render = case.rows["renders"][key]
    if world.scenarios.hits("template-breaks", render["template_id"]):
        return TEMPLATE_CODE
    if render["renderer_version"] == RENDERS["next_version"]:
        pages = case.print(render["line_id"])["page_count"]
        if any(dice.random() < 1 / 50 for _ in range(pages)):
            return "layout_overflow"
    share = COMMANDS["commanded_fails"] if "command_id" in render else RENDERS["fails"]
    return pick(dice, RENDERS["codes"]) if dice.random() < share else ""


def _failure(code: str, design: Item, dice: Random) -> Item:
    about, pages = RENDERS["codes"][code], design["page_count"]
    page = dice.randint(1, pages) if about["page"] else 0
    words = about["words"].format(
        page=page,
        pages=pages,
        fewer=max(0, pages - dice.randint(1, 3)),
        asset=f"img_{dice.randrange(16**6):06x}.heic",
        mm=dice.randint(2, 14),
        dpi=dice.randint(38, 120),
        trace=f"{dice.randrange(16**8):08x}",
    )
    failure: Item = {"code": code, "message": words, "retryable": about["again"]}
    return failure | ({"page": page} if page else {})
