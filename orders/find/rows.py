"""The rows by which a customer, an order and everything in it, or a printer is found. Pure.

What a row shows never changes with an order's state, so that a render or a scan rewrites no search row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import permutations

from orders.contract.model import Printer, User
from orders.find import keys, phones
from orders.find.model import Kind, SearchRow
from orders.find.normalise import LONGEST_WORD, compact, is_ideographic, name_units
from orders.snapshot import OrderSnapshot

PAIRED_WORDS = 5
"""Names of up to so many words get a row for each ordered pair; longer ones a row for each word and the next."""

MOST_WORDS = 20

LONGEST_SHOWN = 120

Shown = dict[str, str]


def customer_rows(user: User) -> tuple[SearchRow, ...]:
    """By id, e-mail, phone and every word of the name."""
    shown = _shown(Kind.CUSTOMER, user.user_id, name=user.name, country=user.country)
    rows = [
        *_exact(shown, "customer id", user.user_id),
        *(row for number in phones.spellings(user.phone, user.country) for row in _exact(shown, "phone", number)),
        *_name(shown, user.name),
        *_email(shown, user.email),
    ]
    return _distinct(rows)


def printer_rows(printer: Printer) -> tuple[SearchRow, ...]:
    """By id and every word of the name."""
    shown = _shown(Kind.PRINTER, printer.printer_id, name=printer.name, country=printer.country)
    names = _name(shown, printer.name, keys.printer_pk)
    return _distinct([*_exact(shown, "printer id", printer.printer_id), *names])


def order_rows(snapshot: OrderSnapshot) -> tuple[SearchRow, ...]:
    """By every number and id of the order and of what is in it, and by postcode with the recipient's name."""
    about = _about(snapshot)
    return _distinct(
        [
            *_own_rows(snapshot, about),
            *_print_rows(snapshot, about),
            *_job_rows(snapshot, about),
            *_parcel_rows(snapshot, about),
        ]
    )


def _own_rows(snapshot: OrderSnapshot, about: Shown) -> Iterator[SearchRow]:
    """Of an order whose parts came first there is a page, so its id finds it; of one that is nothing yet, none."""
    order = snapshot.order
    if order is None and not (snapshot.renders or snapshot.print_jobs or snapshot.parcels):
        return
    shown = _shown(Kind.ORDER, snapshot.order_id, **about)
    yield from _exact(shown, "order id", snapshot.order_id)
    if order is None:
        return
    yield from _exact(shown, "order number", order.order_number)
    yield from _exact(shown, "payment reference", order.payment_reference)
    if order.ship_to is not None:
        yield from _postcode(shown, order.ship_to.postcode, order.ship_to.name)


def _print_rows(snapshot: OrderSnapshot, about: Shown) -> Iterator[SearchRow]:
    print_ids = [line.print_id for line in snapshot.lines] + [render.print_id for render in snapshot.renders]
    for print_id in dict.fromkeys(print_ids):
        yield from _exact(_shown(Kind.PRINT, print_id, **about), "print id", print_id)
    for render in snapshot.renders:
        yield from _exact(_shown(Kind.RENDER, render.render_id, **about), "render id", render.render_id)


def _job_rows(snapshot: OrderSnapshot, about: Shown) -> Iterator[SearchRow]:
    for job in snapshot.print_jobs:
        shown = _shown(Kind.PRINT_JOB, job.print_job_id, **about)
        yield from _exact(shown, "print job id", job.print_job_id)
        yield from _exact(shown, "printer's reference", job.printer_reference)


def _parcel_rows(snapshot: OrderSnapshot, about: Shown) -> Iterator[SearchRow]:
    for parcel in snapshot.parcels:
        shown = _shown(Kind.PARCEL, parcel.shipment_id, **about)
        yield from _exact(shown, "parcel id", parcel.shipment_id)
        yield from _exact(shown, "tracking number", parcel.tracking_number)


# ---- one value to its rows ------------------------------------------------------------------------------


def _exact(shown: Shown, what: str, value: str) -> Iterator[SearchRow]:
    if len(compact(value)) >= keys.SHORTEST:
        yield _row(keys.exact_pk(value), what, shown, what)


def _name(shown: Shown, name: str, pk_of: Callable[[str], str] = keys.name_pk) -> Iterator[SearchRow]:
    for word, other in _word_pairs(name):
        yield _row(pk_of(word), keys.name_sk(word, other), shown, "name")


def _email(shown: Shown, address: str) -> Iterator[SearchRow]:
    pk, sk = keys.email_key(address)
    if len(sk) >= keys.SHORTEST:
        yield _row(pk, sk, shown | {"email": _valid(address[:LONGEST_SHOWN].strip().lower())}, "e-mail")


def _postcode(shown: Shown, postcode: str, name: str) -> Iterator[SearchRow]:
    if len(compact(postcode)) < keys.SHORTEST:
        return
    for word in (*name_units(name), *_later_starts(name)) or ("",):
        yield _row(keys.postcode_pk(postcode), word, shown, "postcode")


def _word_pairs(name: str) -> Iterator[tuple[str, str]]:
    """Each word with another to follow it, each later start of a word in a script without spaces, and the
    whole name run together, for who leaves the space or the dash out.
    """
    found = name_units(name)[:MOST_WORDS]
    if len(found) > PAIRED_WORDS:
        yield from zip(found, (*found[1:], ""), strict=True)
    elif len(found) > 1:
        yield from permutations(found, 2)
    else:
        yield from ((word, "") for word in found)
    yield from ((word, "") for word in _later_starts(name))
    if len(found) > 1:
        yield compact(name)[:LONGEST_WORD], ""


def _later_starts(name: str) -> tuple[str, ...]:
    """酒井美咲 begins anew at 井, 美 and 咲: in scripts without spaces a word may start at any character."""
    runs = [unit for unit in name_units(name) if is_ideographic(unit)]
    return tuple(run[start:] for run in runs for start in range(1, len(run)))[:MOST_WORDS]


# ---- the row itself -------------------------------------------------------------------------------------


def _about(snapshot: OrderSnapshot) -> Shown:
    order = snapshot.order
    if order is None:
        return {"order": snapshot.order_id}
    return {
        "order": snapshot.order_id,
        "number": order.order_number,
        "name": order.ship_to.name if order.ship_to else "",
        "country": order.ship_to.country if order.ship_to else "",
        "placed": order.placed_at.date().isoformat() if order.placed_at else "",
    }


def _shown(kind: Kind, target: str, order: str = "", **more: str) -> Shown:
    shown = {"kind": kind.value, "id": _valid(target), "order": _valid(order)}
    shown |= {name: _valid(value[:LONGEST_SHOWN]) for name, value in more.items()}
    return {name: value for name, value in shown.items() if value}


def _row(pk: str, sk: str, shown: Shown, matched_on: str) -> SearchRow:
    target = f"{shown['kind']}:{keys.shortened(shown['id'])}"
    if shown.get("order", shown["id"]) != shown["id"]:
        # Two orders may buy one print: each has its own row, and takes away no other.
        target += f"@{keys.shortened(shown['order'])}"
    return SearchRow(pk, f"{sk}#{target}", shown | {"on": matched_on})


def _valid(value: str) -> str:
    """The value without halves of surrogate pairs, which no database takes."""
    return value.encode("utf-8", "replace").decode()


def _distinct(rows: Iterable[SearchRow]) -> tuple[SearchRow, ...]:
    return tuple({(row.pk, row.sk): row for row in rows}.values())
