"""Orders whose rows contradict each other, are missing, or end in another way than planned."""

from __future__ import annotations

from demo.forty import people as who
from demo.forty import printers
from demo.forty.goods import book, calendar, tiles
from demo.forty.scene import Scene, story


@story("PX-4036-3639", "Cancelled by the customer")
def cancelled(s: Scene) -> None:
    """In time: nothing had been made."""
    order = s.buys(who.LIAM, book("Gaspésie"), placed=30, promise=8, currency="CAD")
    s.uploaded(s.lines[0], 29)
    order(28, state="cancel_requested")
    order(27, state="cancelled", cancelled_by="user", cancelled_at=s.at(27))


@story("PX-4037-3740", "Cancellation asked for, and a job under way")
def cancel_requested(s: Scene) -> None:
    """An agent asked to cancel; the printer has had the job since this morning."""
    order = s.buys(who.RUI, book("Sintra"), placed=20, promise=7, dispatch=4)
    s.uploaded(s.lines[0], 18)
    s.rendered(s.lines[0], 17)
    s.accepted(s.lines[0], 10, printers.LISBOA, "aceite", dispatch=-96)
    order(2, state="cancel_requested")


@story("PX-4038-3851", "Cancelled, and a parcel arrived all the same")
def cancelled_yet_delivered(s: Scene) -> None:
    """Cancelled by the system after the parcel had left; the customer was erased since."""
    order = s.buys(who.ERASED, calendar("Kalender 2027"), placed=24 * 12, promise=-2)
    job = s.made(s.lines[0], 24 * 6, printers.KOELN, "versendet", dispatch=24 * 6)
    order(24 * 5, state="cancelled", cancelled_by="system", cancelled_at=s.at(24 * 5))
    parcel = s.on_its_way("bpost", 24 * 6, job, words="Zending in ontvangst genomen")
    s.scan(parcel, 24 * 2, "delivered", "Afgeleverd", "Gent", delivered_at=s.at(24 * 2))


@story("PX-4041-4184", "Cancelled, and a parcel is on its way")
def cancelled_yet_on_its_way(s: Scene) -> None:
    """Cancelled by an agent an hour after the carrier had taken it."""
    order = s.buys(who.WEI, book("外婆的厨房"), placed=24 * 6, promise=2, currency="CNY")
    job = s.made(s.lines[0], 30, printers.TOKYO, dispatch=24)
    s.on_its_way("sf_express", 26, job, words="已收件", place="东京")
    order(25, state="cancelled", cancelled_by="agent", cancelled_at=s.at(25))


@story("PX-4042-4295", "Cancelled, and still being printed")
def cancelled_yet_printing(s: Scene) -> None:
    """The customer cancelled, the printer never heard of it."""
    order = s.buys(who.ANANYA, calendar("परिवार २०२७"), placed=50, promise=6, currency="INR")
    s.uploaded(s.lines[0], 48)
    s.rendered(s.lines[0], 47)
    job = s.accepted(s.lines[0], 30, printers.DUBAI)
    order(20, state="cancelled", cancelled_by="user", cancelled_at=s.at(20))
    job(8, state="in_production", raw_status="قيد الإنتاج")


@story("PX-4043-4306", "Delivered, and no parcel is known")
def delivered_unseen(s: Scene) -> None:
    """Sent as a letter without tracking."""
    order = s.buys(who.AOIFE, calendar("Cats 2027"), placed=24 * 9, promise=1, method="economy")
    order(24 * 3, state="shipped")(24, state="delivered", delivered_at=s.at(24))


@story("PX-4044-4417", "Delivered late, and no parcel is known")
def delivered_late_unseen(s: Scene) -> None:
    """The same, two days after the promise."""
    order = s.buys(
        who.AGNIESZKA, calendar("Kalendarz 2027"), placed=24 * 16, promise=-5, method="economy", currency="PLN"
    )
    order(24 * 9, state="shipped")(24 * 3, state="delivered", delivered_at=s.at(24 * 3))


@story("PX-4045-4528", "Closed without a delivery")
def closed(s: Scene) -> None:
    """Refunded long ago outside of this system; its rows of prints and jobs were purged."""
    order = s.buys(who.JOSE, book("Oaxaca"), placed=24 * 90, promise=-70, currency="MXN")
    order(24 * 60, state="closed")


@story("PX-4046-4639", "An order without items")
def no_items(s: Scene) -> None:
    """Stored with a state and nothing in it."""
    order = s.buys(who.TARIQ, placed=30, promise=9, currency="PKR")
    order(29, state="preparing", lines=[])


@story("PX-4039-3962", "Its own row is missing")
def row_missing(s: Scene) -> None:
    """Its jobs and parcels are known, the order is not; one parcel of two has arrived, one has a new state."""
    s.buys(who.INES, book("Elbsandstein"), tiles("Büro"), placed=24 * 7, promise=1)
    s.rows.clear()
    first = s.dispatched(s.lines[0], 60, printers.KOELN, "versendet")
    parcel = s.on_its_way("dpd", 50, first, words="Paket im Paketzentrum", place="Dresden", n=1)
    s.scan(parcel, 20, "delivered", "Zugestellt", "Bonn", delivered_at=s.at(20))
    s.on_its_way("dpd", 50, first, words="Paket im Paketzentrum", place="Dresden", n=2)
    second = s.dispatched(s.lines[1], 60, printers.KOELN, "versendet")
    parcel = s.on_its_way("dpd", 50, second, words="Paket im Paketzentrum", place="Dresden", n=3)
    s.scan(parcel, 18, "drone_handover", "An Drohne übergeben 🛸", "Bonn")


@story("PX-4040-4073", "Says delivered, and is not")
def contradicts_itself(s: Scene) -> None:
    """Paid after it was handed over, "delivered" by its own word, while its reprint is on its way."""
    order = s.buys(who.NUR, book("مسقط"), calendar("٢٠٢٧"), placed=24 * 14, promise=-1, currency="AED", paid=False)
    first = s.made(s.lines[0], 24 * 10, printers.DUBAI, dispatch=24 * 9)
    parcel = s.on_its_way("aramex", 24 * 9, first, words="تم استلام الشحنة", n=1, promise=-1)
    s.scan(parcel, 24 * 6, "returned", "أعيدت الشحنة إلى المرسل", exception_reason="wrong_address")
    order(24 * 8, state="confirmed", paid_at=s.at(24 * 8))
    again = s.dispatched(s.lines[0], 40, printers.DUBAI, n=2, reprint_of=first.key, cause="returned")
    s.on_its_way("aramex", 30, again, words="تم استلام الشحنة", n=2)
    dropped = s.accepted(s.lines[1], 24 * 11, printers.DUBAI)
    dropped(24 * 10, state="cancelled", raw_status="CANCELED")
    order(24 * 2, state="delivered", delivered_at=s.at(24 * 2))
