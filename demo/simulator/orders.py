"""Orders: placed, paid, held, promised anew, cancelled; and what their state says of the whole."""

from __future__ import annotations

from typing import Any

from demo.artefacts.design import design_of
from demo.person import Person
from demo.simulator import people
from demo.simulator.company import FIGURES, ORDERS, PRODUCTS, TEMPLATES, UPLOADS, pick
from demo.simulator.spread import hours, minutes
from demo.simulator.world import Case, Item, World, act

FORGET_HOURS = 45 * 24
"""An order that is still open after this long is left to whoever looks after it."""
CANCEL_REFUSED = FIGURES["production"]["late_cancel_refused"]
OUR_OWN = ("awaiting_payment", "payment_failed", "on_hold", "cancel_requested", "cancelled", "closed")
"""States that do not follow from print jobs and parcels."""
DEAD_JOB = ("rejected", "cancelled", "error", "file_error")


def begin(world: World) -> None:
    """Let orders come from now on."""
    world.later(_pause(world), "order.arrive")


@act("order.arrive")
def arrive(world: World, _nobody: Case, _about: dict[str, Any]) -> None:
    """Somebody places an order, and the next one is on its way."""
    world.later(_pause(world), "order.arrive")
    number = world.next_number("order")
    dice = world.chance("order", number)
    case = Case(f"o-{_digits(number)}")
    world.cases[case.order_id] = case
    person = people.customer(world.seed, _customer(world, dice))
    world.tell("users", people.user_item(person, world.date, world.clock), case.order_id)
    lines = [_line(world, case, person, dice, n) for n in range(1, _how_many(dice) + 1)]
    _place(world, case, person, lines, dice)
    if dice.random() < ORDERS["never_paid"]:
        return world.later(72, "order.cancel", case, by="system")
    world.later(minutes(dice, ORDERS["payment_minutes"], 2), "order.pay", case)
    world.later(FORGET_HOURS, "order.forget", case)
    if dice.random() < ORDERS["cancelled_early"]:
        world.later(hours(dice, 2, 2), "order.cancel", case, by="user")
    return None


@act("order.pay")
def pay(world: World, case: Case, about: dict[str, Any]) -> None:
    """The payment arrives, or fails and is tried again, or takes its time."""
    dice = world.chance("pay", case.order_id, about.get("again", 0))
    if not about and dice.random() < ORDERS["payment_fails"]:
        world.put(case, "orders", case.order_id, state="payment_failed")
        return world.later(hours(dice, 1, 2), "order.pay", case, again=1)
    if not about and dice.random() < ORDERS["payment_slow"]:
        return world.later(hours(dice, 30), "order.pay", case, again=1)
    world.put(case, "orders", case.order_id, state="confirmed", paid_at=world.at())
    for line in case.order["lines"]:
        world.later(minutes(dice, 1), "upload.begin", case, line_id=line["line_id"])
    if dice.random() < ORDERS["hold"]:
        world.later(minutes(dice, 20), "order.hold", case)
    if dice.random() < ORDERS["promise_moves"]:
        world.later(hours(dice, 90), "order.promise", case)
    return None


@act("order.hold")
def hold(world: World, case: Case, _about: dict[str, Any]) -> None:
    """Somebody looks at the order before it goes on."""
    if case.order["state"] in OUR_OWN:
        return
    dice = world.chance("hold", case.order_id)
    world.put(case, "orders", case.order_id, state="on_hold", hold_reason=dice.choice(ORDERS["hold_reasons"]))
    world.later(hours(dice, ORDERS["hold_hours"], 2), "order.release", case)


@act("order.release")
def release(world: World, case: Case, _about: dict[str, Any]) -> None:
    """It goes on."""
    if case.order["state"] == "on_hold":
        world.put(case, "orders", case.order_id, state="preparing", hold_reason=None)
        settle(world, case)


@act("order.promise")
def move_promise(world: World, case: Case, _about: dict[str, Any]) -> None:
    """What was promised will not be kept, and a later day is promised."""
    if case.order["state"] not in (*OUR_OWN, "delivered"):
        days = world.chance("promise", case.order_id).randint(2, 5)
        world.put(case, "orders", case.order_id, deliver_by=world.at(days * 24))


@act("order.cancel")
def cancel(world: World, case: Case, about: dict[str, Any]) -> None:
    """The order is called off, unless it is being made already."""
    jobs = case.table("print_jobs").values()
    if any(job["state"] not in (*DEAD_JOB, "created", "submitted") for job in jobs) or case.order["state"] in (
        "cancelled",
        "delivered",
    ):
        return
    world.put(case, "orders", case.order_id, state="cancel_requested")
    world.later(minutes(world.chance("cancel", case.order_id), 25), "order.cancelled", case, **about)


@act("order.cancelled")
def cancelled(world: World, case: Case, about: dict[str, Any]) -> None:
    """Everything that was under way for it stops."""
    world.put(case, "orders", case.order_id, state="cancelled", cancelled_by=about["by"], cancelled_at=world.at())
    for key, render in case.table("renders").items():
        if render["state"] in ("queued", "rendering", "preflight"):
            world.put(case, "renders", key, state="cancelled", finished_at=world.at())
    for key, job in case.table("print_jobs").items():
        if job["state"] not in DEAD_JOB:
            world.put(case, "print_jobs", key, state="cancel_requested")
            answer = {"key": key, "line_id": job["line_id"], "was": job["state"], "refused": CANCEL_REFUSED}
            world.later(1, "production.cancel", case, **answer)


@act("order.close")
def close(world: World, case: Case, _about: dict[str, Any]) -> None:
    """It is over; now and then the customer asks to be forgotten."""
    world.put(case, "orders", case.order_id, state="closed")
    if world.chance("erase", case.order_id).random() < ORDERS["erased"]:
        world.delete("users", case.order["user_id"], case.order_id)
    world.close(case)


@act("order.forget")
def forget(world: World, case: Case, _about: dict[str, Any]) -> None:
    """Nobody plays this order any longer; its rows stay."""
    world.close(case)


def settle(world: World, case: Case) -> None:
    """Write the order's state where its print jobs and parcels mean another one now."""
    if case.order["state"] in (*OUR_OWN, "delivered"):
        return
    word = _word(case)
    if word == case.order["state"]:
        return
    if word != "delivered":
        world.put(case, "orders", case.order_id, state=word)
        return
    arrived = max(parcel["delivered_at"] for parcel in case.table("shipments").values() if "delivered_at" in parcel)
    world.put(case, "orders", case.order_id, state=word, delivered_at=arrived)
    world.later(ORDERS["closed_after"], "order.close", case)


def is_held(case: Case) -> bool:
    """Whether nothing may go to a printer now."""
    return case.order["state"] in ("on_hold", "cancel_requested", "cancelled", "payment_failed", "awaiting_payment")


def _word(case: Case) -> str:
    lines = [line["line_id"] for line in case.order["lines"]]
    sent = [line for line in lines if any(_is_sent(case, job) for job in case.of_line("print_jobs", line))]
    there = [line for line in lines if any(_has_arrived(case, job) for job in case.of_line("print_jobs", line))]
    if there:
        return "delivered" if len(there) == len(lines) else "partially_delivered"
    if sent:
        return "shipped" if len(sent) == len(lines) else "partially_shipped"
    jobs = case.table("print_jobs").values()
    if any(job["state"] not in (*DEAD_JOB, "created", "submitted") for job in jobs):
        return "in_production"
    return "preparing"


def _parcels_of(case: Case, job: Item) -> list[Item]:
    return [p for p in case.table("shipments").values() if job["print_job_id"] in p.get("print_job_ids", ())]


def _is_sent(case: Case, job: Item) -> bool:
    return any("handed_over_at" in parcel for parcel in _parcels_of(case, job))


def _has_arrived(case: Case, job: Item) -> bool:
    parcels = [parcel for parcel in _parcels_of(case, job) if parcel["state"] != "cancelled"]
    return bool(parcels) and all(parcel["state"] == "delivered" for parcel in parcels)


# ---- a new order ------------------------------------------------------------------------------------------


def _pause(world: World) -> float:
    """Hours until the next order comes."""
    rate = ORDERS["a_day"] / 24 * ORDERS["by_hour"][world.date.hour] * ORDERS["by_weekday"][world.date.weekday()]
    rate *= FIGURES["storm"]["times"] if world.scenarios.hits("storm") else 1
    rate *= FIGURES["black_friday"]["times"] if world.scenarios.hits("black-friday") else 1
    return world.chance("pause", world.serial, world.now).expovariate(rate)


def _customer(world: World, dice: Any) -> int:
    """The number of a customer: a new one, or one of those who came before."""
    known = world.counts.get("customer", 0)
    if known and dice.random() < ORDERS["returning"]:
        return int(known * dice.random() ** 0.5) or 1
    return world.next_number("customer")


def _how_many(dice: Any) -> int:
    return int(dice.choices(range(1, len(ORDERS["lines"]) + 1), ORDERS["lines"])[0])


def _line(world: World, case: Case, person: Person, dice: Any, number: int) -> Item:
    """A line of the order, with its design."""
    product = pick(dice, PRODUCTS)
    about, print_id, template = PRODUCTS[product], f"{case.order_id}-p{number}", pick(dice, TEMPLATES)
    title = people.title(world.seed, world.next_number("title"), person.locale)
    world.put(
        case,
        "prints",
        print_id,
        user_id=person.user_id,
        product=product,
        title=title,
        template_id=template,
        template_version=TEMPLATES[template]["version"],
        page_count=about["pages"],
        photo_count=about["photos"],
        photos_uploaded=0,
        photos_failed=0,
        cover_key=design_of(title, product, about["pages"]).cover_key,
        state="draft" if dice.random() < UPLOADS["drafts"] else "submitted",
    )
    copies = dice.randint(2, 4) if dice.random() < ORDERS["copies"] else 1
    return {
        "line_id": str(number),
        "print_id": print_id,
        "product": product,
        "quantity": copies,
        "unit_price": about["price"],
    }


def _place(world: World, case: Case, person: Person, lines: list[Item], dice: Any) -> None:
    method = pick(dice, ORDERS["methods"])
    promise = world.at(24 * ORDERS["promise_days"][method])
    world.put(
        case,
        "orders",
        case.order_id,
        order_number=_number(case.order_id),
        user_id=person.user_id,
        state="awaiting_payment",
        currency=people.currency(person.country),
        total=sum(line["unit_price"] * line["quantity"] for line in lines) + 490,
        payment_reference=f"pay_{case.order_id[2:]}",
        lines=lines,
        ship_to=people.address(person),
        shipping_method=method,
        placed_at=world.at(),
        deliver_by=promise,
        first_deliver_by=promise,
        dispatch_by=world.at(24 * ORDERS["promise_days"][method] * 0.55),
    )


def _digits(number: int) -> str:
    """Eight digits that do not tell how many orders there were."""
    return str(50_000_000 + number * 7_919 % 49_999_991)


def _number(order_id: str) -> str:
    return f"PX-{order_id[2:6]}-{order_id[6:]}"
