"""Designs: the phone sends its photos, stalls, loses one, and at last the design is locked."""

from __future__ import annotations

from typing import Any

from demo.simulator.company import UPLOADS
from demo.simulator.spread import hours, minutes
from demo.simulator.world import Case, World, act


@act("upload.begin")
def begin(world: World, case: Case, about: dict[str, Any]) -> None:
    """The first photos arrive."""
    design, dice = case.print(about["line_id"]), world.chance("upload", case.order_id, about["line_id"])
    if "draft" not in about and dice.random() < UPLOADS["drafts"]:
        world.put(case, "prints", design["print_id"], state="draft")
        return world.later(hours(dice, 5, 2), "upload.begin", case, draft=1, **about)
    some = int(design["photo_count"] * dice.uniform(0.1, 0.5))
    world.put(case, "prints", design["print_id"], state="uploading", photos_uploaded=some)
    kind = dice.random()
    if kind < UPLOADS["stalled"]:
        return world.later(UPLOADS["stalled_hours"], "upload.stall", case, line_id=about["line_id"])
    if kind < UPLOADS["stalled"] + UPLOADS["missing"]:
        return world.later(minutes(dice, UPLOADS["minutes"]), "upload.lose", case, line_id=about["line_id"])
    return world.later(minutes(dice, UPLOADS["minutes"], 2), "upload.done", case, line_id=about["line_id"])


@act("upload.stall")
def stall(world: World, case: Case, about: dict[str, Any]) -> None:
    """No photo came for hours; most phones come back."""
    dice = world.chance("stall", case.order_id, about["line_id"])
    world.put(case, "prints", case.print(about["line_id"])["print_id"], state="upload_stalled")
    if dice.random() < UPLOADS["stalled_for_ever"]:
        return world.later(UPLOADS["abandoned_after"], "upload.abandon", case, **about)
    return world.later(hours(dice, 18, 2), "upload.done", case, **about)


@act("upload.abandon")
def abandon(world: World, case: Case, about: dict[str, Any]) -> None:
    """Nobody sends the rest: the order is called off some time later."""
    world.put(case, "prints", case.print(about["line_id"])["print_id"], state="abandoned")
    world.later(96, "order.cancel", case, by="system")


@act("upload.lose")
def lose(world: World, case: Case, about: dict[str, Any]) -> None:
    """All came but one photo, which is gone or unreadable."""
    design, dice = case.print(about["line_id"]), world.chance("lose", case.order_id, about["line_id"])
    lost = min(dice.randint(1, 3), design["photo_count"])
    rest = design["photo_count"] - lost
    world.put(case, "prints", design["print_id"], state="assets_missing", photos_uploaded=rest, photos_failed=lost)
    if dice.random() < UPLOADS["missing_fixed"]:
        world.later(hours(dice, UPLOADS["missing_hours"], 2), "upload.done", case, **about)


@act("upload.done")
def done(world: World, case: Case, about: dict[str, Any]) -> None:
    """Every photo is there; some customers touch the layout again."""
    design, dice = case.print(about["line_id"]), world.chance("done", case.order_id, about["line_id"])
    whole = {"photos_uploaded": design["photo_count"], "photos_failed": 0}
    world.put(case, "prints", design["print_id"], state="uploaded", **whole)
    if dice.random() < UPLOADS["adjusted"]:
        world.later(minutes(dice, 30, 2), "upload.adjust", case, **about)
    else:
        world.later(minutes(dice, 2), "upload.lock", case, **about)


@act("upload.adjust")
def adjust(world: World, case: Case, about: dict[str, Any]) -> None:
    """The layout was changed once more."""
    world.put(case, "prints", case.print(about["line_id"])["print_id"], state="layout_adjusted")
    world.later(minutes(world.chance("adjust", case.order_id, about["line_id"]), 10), "upload.lock", case, **about)


@act("upload.lock")
def lock(world: World, case: Case, about: dict[str, Any]) -> None:
    """No more edits: it may be rendered."""
    world.put(case, "prints", case.print(about["line_id"])["print_id"], state="locked")
    world.later(0.01, "render.queue", case, **about)
