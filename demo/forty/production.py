"""Orders that are with a printer."""

from __future__ import annotations

from demo.forty import people as who
from demo.forty import printers
from demo.forty.goods import book, calendar, tiles
from demo.forty.scene import Line, Scene, story


def _ready(s: Scene, *lines: Line, hours: float = 50) -> None:
    for line in lines:
        s.uploaded(line, hours + 2)
        s.rendered(line, hours)


@story("PX-4018-1851", "Trouble at four printers")
def rejected(s: Scene) -> None:
    """No paper, files that would not open, a job on hold, a broken press, and one who does not answer."""
    things = (book("Camino de Santiago"), calendar("2027"), book("Boda", size="softcover-a5"), tiles("Salón"))
    s.buys(who.LUCIA, *things, calendar("Oficina"), placed=96, promise=4, dispatch=1)
    _ready(s, *s.lines, hours=80)
    job = s.job(s.lines[0], 40, printers.LISBOA, dispatch=-24)
    job(30, state="rejected", raw_status="REJECTED", reason="papel agotado")
    job = s.accepted(s.lines[1], 38, printers.KOELN, dispatch=-24)
    job(20, state="file_error", raw_status="FILE_ERROR", reason="bleed missing on page 1")
    job = s.accepted(s.lines[2], 70, printers.WROCLAW, "przyjęte", dispatch=-24)
    job(30, state="on_hold", raw_status="WSTRZYMANE", reason="oczekiwanie na papier")
    job = s.accepted(s.lines[3], 70, printers.LISBOA, dispatch=-24)
    job(8, state="error", raw_status="ERROR", reason="press 4 down")
    s.job(s.lines[4], 50, printers.LEEDS, dispatch=-24)


@story("PX-4020-2073", "Well on its way through the workshop")
def at_work(s: Scene) -> None:
    """One item in each step, two just sent; the jobs of two of them are packed."""
    books = [book(title) for title in ("京都の秋", "運動会", "七五三", "花火", "金沢", "追加")]
    things = (*books, calendar("2027年"), calendar("会社用"), tiles("玄関"))
    order = s.buys(who.YUI, *things, placed=72, promise=5, dispatch=2, currency="JPY")
    order(40, state="preparing")(12, state="in_production")
    _ready(s, *s.lines, hours=60)
    s.job(s.lines[7], 1, printers.TOKYO)
    s.job(s.lines[8], 1, printers.TOKYO)(0.9, state="created")
    states = ("accepted", "files_ready", "in_production", "printed", "binding", "quality_control", "packed")
    words = ("受付済み", "データ確認済み", "製作中", "印刷済み", "製本中", "検品中", "梱包済み")
    for line, state, word in zip(s.lines[:7], states, words, strict=True):
        job = s.accepted(line, 40, printers.TOKYO, "受付済み")
        if line.line_id in {"3", "6"}:
            job.packed()
        if state != "accepted":
            printed = {"printed_at": s.at(12)} if state in states[3:] else {}
            job(10, state=state, raw_status=word, **printed)


@story("PX-4021-2184", "Late in production")
def production_late(s: Scene) -> None:
    """Should have left the printer yesterday, a day later than agreed, and the promise is for tomorrow."""
    s.buys(who.PIETER, book("Texel", photos=80), placed=24 * 8, promise=1)
    _ready(s, *s.lines, hours=24 * 7)
    job = s.accepted(s.lines[0], 24 * 6, printers.KOELN, dispatch=50)
    job(24 * 4, state="in_production", raw_status="in Produktion")
    job(24 * 3, dispatch_by=s.at(26))


@story("PX-4022-2295", "A job is being cancelled")
def cancelling(s: Scene) -> None:
    """One job is asked to stop, one printer refused, one job was cancelled and nothing replaced it."""
    s.buys(who.MADISON, book("Road trip 🚐"), calendar("2027"), tiles("Den"), placed=80, promise=5, currency="USD")
    _ready(s, *s.lines, hours=70)
    jobs = [s.accepted(line, 60, printers.PRAIRIE) for line in s.lines]
    jobs[0](3, state="cancel_requested", raw_status="cancel pending")
    jobs[1](9, state="cancel_requested")(
        6, state="cancel_refused", raw_status="IN_PRODUCTION", reason="already on press"
    )
    jobs[2](20, state="cancelled", raw_status="CANCELED", reason="site closed for holidays")


@story("PX-4023-2306", "A state that nobody knows")
def unknown_state(s: Scene) -> None:
    """The printer's system has a new word; the order's own state is new too."""
    order = s.buys(who.NOAM, book("Reef"), placed=60, promise=9, dispatch=4, currency="AUD")
    _ready(s, *s.lines, hours=50)
    job = s.accepted(s.lines[0], 40, printers.SEOUL)
    job(10, state="varnishing", raw_status="VARNISH_2", gloss="a new attribute")
    order(10, state="quality_gate")


@story("PX-4024-2417", "Dispatched, not with the carrier")
def dispatched(s: Scene) -> None:
    """The printer's word of this afternoon, one of five days ago, a label that never moved, one that was called off."""
    things = (book("Charlevoix"), calendar("2027"), tiles("Stairs"), book("Gaspésie"))
    s.buys(who.LIAM, *things, placed=24 * 9, promise=3, dispatch=-1, currency="CAD")
    s.made(s.lines[0], 4, printers.PRAIRIE, dispatch=-20)
    s.made(s.lines[1], 24 * 5, printers.PRAIRIE, dispatch=24 * 4)
    job = s.made(s.lines[2], 24 * 4, printers.PRAIRIE, dispatch=24 * 4)
    label = s.parcel("usps", job, n=1)
    label(24 * 4, state="label_created", raw_status="Shipping label created, USPS awaiting item")
    job = s.made(s.lines[3], 24 * 4, printers.PRAIRIE, dispatch=24 * 4)
    parcel = s.on_its_way("usps", 24 * 3, job, words="USPS in possession of item", n=2)
    parcel(24 * 2, state="cancelled", raw_status="Label refunded")


@story("PX-4025-2528", "A reprint is being made")
def reprint(s: Scene) -> None:
    """Delivered with a crooked cover, printed again elsewhere."""
    order = s.buys(who.CAMILLE, book("Bretagne, à pied"), placed=24 * 20, promise=-8)
    first = s.made(s.lines[0], 24 * 14, printers.LYON, "expédié", dispatch=24 * 13)
    parcel = s.on_its_way("la_poste", 24 * 13, first, words="Pris en charge", promise=-8)
    s.scan(parcel, 24 * 11, "delivered", "Distribué", delivered_at=s.at(24 * 11))
    order(24 * 11, state="delivered", delivered_at=s.at(24 * 11))
    again = s.accepted(
        s.lines[0], 30, printers.KOELN, "angenommen", n=2, reprint_of=first.key, cause="misprint", command_id="c-8841"
    )
    again(10, state="in_production", raw_status="in Produktion")


@story("PX-4026-2639", "A reprint is late too")
def reprint_late(s: Scene) -> None:
    """Lost on the way; its replacement should have left the printer two days ago."""
    s.buys(who.ANANYA, book("दिवाली २०२६"), placed=24 * 25, promise=-6, currency="INR")
    first = s.made(s.lines[0], 24 * 18, printers.DUBAI, dispatch=24 * 17)
    parcel = s.on_its_way("india_post", 24 * 17, first, words="Item booked", promise=-6)
    s.scan(parcel, 24 * 9, "lost", "Investigation closed: item not traced", exception_reason="lost_in_transit")
    again = s.accepted(s.lines[0], 24 * 6, printers.DUBAI, n=2, dispatch=50, reprint_of=first.key, cause="lost")
    again(24 * 4, state="in_production", raw_status="قيد الإنتاج")
