"""The stage on which each of the forty orders is played: small words for what the backend would have written.

A time is given as hours before now (negative: after now), so that an order stays as fresh as the moment at which
the demo starts. Every call writes a row as it was then, so that the journal fills as in real life.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from demo.artefacts.design import Design, design_of, fault_of
from demo.forty.goods import Buy
from demo.packing import packed
from demo.person import Person, address
from orders.contract.tables import SOURCE_TABLES

Item = dict[str, Any]
DAY = 24.0


@dataclass(slots=True)
class Row:
    """A row of a source table as it changes: each call writes it again with what is new."""

    scene: Scene
    table: str
    item: Item
    packing: bool = False

    def __call__(self, hours: float, **changes: Any) -> Row:
        """The row as of ``hours`` before now; a change to None takes the attribute away."""
        self.item |= {"updated_at": self.scene.at(hours)} | changes
        self.item = {name: value for name, value in self.item.items() if value is not None}
        copy = dict(self.item)
        self.scene.rows.append((self.table, packed(self.table, copy) if self.packing else copy))
        return self

    def packed(self) -> Row:
        """From now on the backend writes this row packed."""
        self.packing = True
        return self

    @property
    def key(self) -> str:
        """The row's key."""
        return str(self.item[SOURCE_TABLES[self.table].key])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the order being played."""

    line_id: str
    print_id: str
    buy: Buy

    @property
    def design(self) -> Design:
        """How it looks."""
        return design_of(self.buy.title, self.buy.product, self.buy.pages)


@dataclass(slots=True)
class Scene:
    """One order being played at ``now``: ``rows`` collects what the backend wrote, first things first."""

    number: str
    now: datetime
    rows: list[tuple[str, Item]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def order_id(self) -> str:
        """``PX-4821-0773`` to ``o-48210773``."""
        return "o-" + "".join(c for c in self.number if c.isdigit())

    def at(self, hours: float) -> str:
        """The time ``hours`` before now, in the contract's form."""
        return (self.now - timedelta(hours=hours)).isoformat(timespec="seconds").replace("+00:00", "Z")

    def day(self, days: int) -> str:
        """The end of the day that is ``days`` after today."""
        end = (self.now + timedelta(days=days)).replace(hour=23, minute=59, second=59, microsecond=0)
        return end.isoformat().replace("+00:00", "Z")

    def row(self, table: str, key: str, **fields: Any) -> Row:
        """A row that is yet to be written."""
        return Row(self, table, {SOURCE_TABLES[table].key: key, **fields})

    def buys(
        self,
        who: Person,
        *what: Buy,
        placed: float,
        promise: int,
        dispatch: int | None = None,
        currency: str = "EUR",
        method: str = "standard",
        paid: bool = True,
        extra: Item | None = None,
    ) -> Row:
        """The order, placed ``placed`` hours ago and promised for the day ``promise`` days from now."""
        count = len(self.lines)
        made = [Line(str(count + n), f"{self.order_id}-p{count + n}", buy) for n, buy in enumerate(what, 1)]
        self.lines += made
        order = self.row(
            "orders",
            self.order_id,
            order_number=self.number,
            user_id=who.user_id,
            currency=currency,
            total=sum(line.buy.price * line.buy.quantity for line in made) + 490,
            payment_reference=f"pay_{self.order_id[2:]}",
            lines=[_line_item(line) for line in made],
            ship_to=address(who),
            shipping_method=method,
            placed_at=self.at(placed),
            deliver_by=self.day(promise),
            first_deliver_by=self.day(promise),
            **(extra or {}),
        )
        if dispatch is not None:
            order.item["dispatch_by"] = self.at(-DAY * dispatch)
        order(placed, state="awaiting_payment")
        return order(placed - 0.1, state="confirmed", paid_at=self.at(placed - 0.1)) if paid else order

    def design(self, line: Line, *, arrived: int | None = None) -> Row:
        """The design of a line, as yet unwritten."""
        photos = line.buy.photos
        return self.row(
            "prints",
            line.print_id,
            product=line.buy.product,
            title=line.buy.title,
            template_id="coast",
            template_version="12",
            page_count=line.buy.pages,
            photo_count=photos,
            photos_uploaded=photos if arrived is None else arrived,
            photos_failed=0,
            cover_key=line.design.cover_key,
        )

    def uploaded(self, line: Line, hours: float) -> Row:
        """The design, uploaded and locked by ``hours`` ago."""
        design = self.design(line)
        design(hours + 1, state="uploading")(hours + 0.2, state="uploaded")
        return design(hours, state="locked")

    def render(self, line: Line, hours: float, attempt: int = 1) -> Row:
        """A render, queued ``hours`` ago."""
        row = self.row(
            "renders",
            f"r-{self.order_id[2:]}-{line.line_id}-{attempt}",
            order_id=self.order_id,
            line_id=line.line_id,
            print_id=line.print_id,
            attempt=attempt,
            renderer_version="9.4.1",
            template_id="coast",
            template_version="12",
            queued_at=self.at(hours),
        )
        return row(hours, state="queued")

    def rendering(self, line: Line, hours: float, attempt: int = 1) -> Row:
        """A render that began ``hours`` ago."""
        return self.render(line, hours + 0.02, attempt)(hours, state="rendering", started_at=self.at(hours))

    def rendered(self, line: Line, hours: float, attempt: int = 1) -> Row:
        """A render that was ready ``hours`` ago."""
        row = self.rendering(line, hours + 0.05, attempt)(hours + 0.01, state="preflight")
        files = line.design.render()
        return row(
            hours,
            state="ready",
            finished_at=self.at(hours),
            pdf_key=files.pdf_key,
            preview_keys=list(files.preview_keys),
            checksum=files.checksum,
            page_count=files.page_count,
        )

    def failed(
        self, line: Line, hours: float, code: str, message: str, *, attempt: int = 1, page: int = 0, again: bool = False
    ) -> Row:
        """A render that failed ``hours`` ago."""
        failure: Item = {"code": code, "message": message, "retryable": again}
        if page:
            failure["page"] = page
        seen = list(line.design.previews({page: fault_of(code)})) if page else None
        row = self.rendering(line, hours + 0.1, attempt)
        return row(hours, state="failed", finished_at=self.at(hours), failure=failure, preview_keys=seen)

    def job(self, line: Line, hours: float, printer: str, *, n: int = 1, dispatch: float = -48, **fields: Any) -> Row:
        """A print job, sent ``hours`` ago, to be dispatched at ``dispatch`` hours before now."""
        row = self.row(
            "print_jobs",
            f"j-{self.order_id[2:]}-{line.line_id}-{n}",
            order_id=self.order_id,
            line_id=line.line_id,
            render_id=f"r-{self.order_id[2:]}-{line.line_id}-{fields.pop('attempt', 1)}",
            printer_id=printer,
            printer_reference=f"{printer[:2].upper()}-{self.order_id[-5:]}{line.line_id}{n}",
            cost=line.buy.price // 3,
            currency="EUR",
            dispatch_by=self.at(dispatch),
            **fields,
        )
        row(hours + 0.01, state="created")
        return row(hours, state="submitted", submitted_at=self.at(hours))

    def accepted(self, line: Line, hours: float, printer: str, word: str = "accepted", **fields: Any) -> Row:
        """A print job that was accepted ``hours`` ago, in the printer's own word."""
        row = self.job(line, hours + 0.5, printer, **fields)
        return row(hours, state="accepted", accepted_at=self.at(hours), raw_status=word)

    def dispatched(self, line: Line, hours: float, printer: str, word: str = "shipped", **fields: Any) -> Row:
        """A print job made without trouble and dispatched ``hours`` ago."""
        row = self.accepted(line, hours + 40, printer, **fields)
        row(hours + 20, state="in_production", raw_status="in production")
        row(hours + 6, state="printed", printed_at=self.at(hours + 6), raw_status="printed")
        return row(hours, state="dispatched", dispatched_at=self.at(hours), raw_status=word)

    def made(self, line: Line, hours: float, printer: str, word: str = "shipped", **fields: Any) -> Row:
        """The whole way of a line to its dispatch ``hours`` ago: uploaded, rendered, printed."""
        self.uploaded(line, hours + 44)
        self.rendered(line, hours + 42)
        return self.dispatched(line, hours, printer, word, **fields)

    def parcel(
        self, carrier: str, *jobs: Row, n: int = 1, tracking: str = "", promise: int = 3, service: str = ""
    ) -> Row:
        """A parcel with these jobs, as yet unwritten."""
        return self.row(
            "shipments",
            f"s-{self.order_id[2:]}-{n}",
            order_id=self.order_id,
            print_job_ids=[job.key for job in jobs],
            printer_id=jobs[0].item["printer_id"] if jobs else "",
            carrier=carrier,
            service=service or "standard",
            tracking_number=tracking or f"{carrier[:3].upper()}{self.order_id[2:]}{n:02}",
            deliver_by=self.day(promise),
        )

    def on_its_way(self, carrier: str, hours: float, *jobs: Row, words: str, place: str = "", **fields: Any) -> Row:
        """A parcel that the carrier took over ``hours`` ago, in the carrier's words."""
        row = self.parcel(carrier, *jobs, **fields)
        row(hours + 4, state="label_created")
        return row(
            hours,
            state="in_transit",
            handed_over_at=self.at(hours),
            scans=[{"at": self.at(hours), "code": "PU", "description": words, "location": place}],
        )

    def scan(self, parcel: Row, hours: float, state: str, words: str, place: str = "", **fields: Any) -> Row:
        """One more scan of a parcel, and the state it led to."""
        scan = {"at": self.at(hours), "code": state[:3].upper(), "description": words, "location": place}
        return parcel(hours, state=state, scans=[*parcel.item.get("scans", []), scan], **fields)


def _line_item(line: Line) -> Item:
    return {
        "line_id": line.line_id,
        "print_id": line.print_id,
        "product": line.buy.product,
        "quantity": line.buy.quantity,
        "unit_price": line.buy.price,
    }


Play = Callable[[Scene], None]


@dataclass(frozen=True, slots=True)
class Story:
    """How one order goes; its answer is in ``answers.toml`` under its number."""

    number: str
    title: str
    play: Play


def story(number: str, title: str) -> Callable[[Play], Story]:
    """Makes a story of a function that plays it."""
    return lambda play: Story(number, title, play)
