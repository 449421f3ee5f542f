"""Orders that are with a carrier, or have arrived."""

from __future__ import annotations

from demo.forty import people as who
from demo.forty import printers
from demo.forty.goods import book, calendar, tiles
from demo.forty.scene import Scene, story


@story("PX-4027-2740", "On its way, all well")
def on_its_way(s: Scene) -> None:
    """Three parcels: labelled, on the way, on the van."""
    order = s.buys(who.LUKAS, book("Tirol"), calendar("2027"), tiles("Küche"), placed=24 * 6, promise=2, dispatch=0)
    jobs = [s.made(line, 30, printers.KOELN, "versendet", dispatch=20) for line in s.lines]
    s.parcel("dhl_parcel_de", jobs[0], n=1)(28, state="label_created")
    parcel = s.on_its_way("dhl_parcel_de", 26, jobs[1], words="Abgeholt", place="Köln-West", n=2)
    parcel(26, state="picked_up")
    s.scan(parcel, 12, "in_transit", "Im Paketzentrum bearbeitet", "Nürnberg", eta=s.at(-20))
    parcel = s.on_its_way("dhl_parcel_de", 26, jobs[2], words="Abgeholt", place="Köln-West", n=3).packed()
    s.scan(parcel, 3, "out_for_delivery", "In Zustellung", "Wien", eta=s.at(-4))
    order(26, state="partially_shipped")(25.5, state="shipped")


@story("PX-4028-2851", "No movement for a week")
def no_movement(s: Scene) -> None:
    """The last scan is a week old and the promise, which the carrier moved once, has passed."""
    order = s.buys(who.OLIVER, book("Yorkshire Dales"), placed=24 * 16, promise=-2, currency="GBP", dispatch=-9)
    job = s.made(s.lines[0], 24 * 9, printers.LEEDS, dispatch=24 * 9)
    parcel = s.on_its_way("royal_mail", 24 * 9, job, words="Item received", place="Leeds MC", promise=-3)
    s.scan(parcel, 24 * 7, "in_transit", "Item leaving the mail centre", "Leeds MC")
    parcel(24 * 6, deliver_by=s.day(-2))
    order(24 * 9, state="shipped")


@story("PX-4031-3184", "Held by customs, and delayed")
def customs(s: Scene) -> None:
    """One parcel in customs, one delayed by snow, one held up for an address, one at the post office, one tried."""
    things = (book("Lofoten"), calendar("2027"), tiles("Hytte"), book("Besteforeldre", size="softcover-a5"))
    s.buys(who.SIGRID, *things, calendar("Kontoret"), placed=24 * 9, promise=2, currency="NOK")
    jobs = [s.made(line, 90, printers.KOELN, "versendet", dispatch=80) for line in s.lines]
    parcel = s.on_its_way("dhl_express", 80, jobs[0], words="Shipment picked up", n=1)
    s.scan(parcel, 20, "customs_hold", "Customs status updated", "Oslo", exception_reason="customs_delay")
    parcel = s.on_its_way("postnord", 80, jobs[1], words="Sendingen er mottatt", n=2)
    s.scan(parcel, 10, "delayed", "Forsinket på grunn av vær", "Bodø", eta=s.at(-30))
    parcel = s.on_its_way("postnord", 80, jobs[2], words="Sendingen er mottatt", n=3)
    s.scan(parcel, 9, "exception", "Ufullstendig adresse", "Tromsø", exception_reason="address_incomplete")
    parcel = s.on_its_way("postnord", 80, jobs[3], words="Sendingen er mottatt", n=4)
    s.scan(parcel, 7, "ready_for_pickup", "Klar for henting", "Post i butikk, Tromsø", first_attempt_at=s.at(20))
    parcel = s.on_its_way("postnord", 80, jobs[4], words="Sendingen er mottatt", n=5)
    s.scan(parcel, 6, "attempt_failed", "Mottaker ikke til stede", "Tromsø", first_attempt_at=s.at(6))


@story("PX-4032-3295", "Lost")
def lost(s: Scene) -> None:
    """The carrier gave it up; a new render for the reprint is already waiting."""
    order = s.buys(who.TAMAR, book("חורף בגליל"), placed=24 * 30, promise=-12, currency="ILS")
    job = s.made(s.lines[0], 24 * 22, printers.DUBAI, dispatch=24 * 22)
    parcel = s.on_its_way("israel_post", 24 * 21, job, words="נקלט למשלוח", promise=-12)
    s.scan(parcel, 30, "lost", "הפריט לא אותר", exception_reason="parcel_lost")
    order(24 * 21, state="shipped")
    s.render(s.lines[0], 1, attempt=2)


@story("PX-4033-3306", "Damaged, and two sent back")
def damaged(s: Scene) -> None:
    """One parcel was crushed, one is coming back, one is back already."""
    s.buys(who.BEATRIZ, book("Floripa"), calendar("2027"), tiles("Varanda"), placed=24 * 18, promise=-3, currency="BRL")
    jobs = [s.made(line, 24 * 10, printers.PAULISTA, "enviado", dispatch=24 * 10) for line in s.lines]
    parcel = s.on_its_way("correios", 24 * 9, jobs[0], words="Objeto postado", n=1)
    s.scan(parcel, 40, "damaged", "Objeto avariado", "Curitiba", exception_reason="carrier_damaged_parcel")
    parcel = s.on_its_way("correios", 24 * 9, jobs[1], words="Objeto postado", n=2)
    s.scan(parcel, 30, "returning", "Objeto em devolução", exception_reason="consignee_refused")
    parcel = s.on_its_way("correios", 24 * 9, jobs[2], words="Objeto postado", n=3)
    s.scan(parcel, 48, "returning", "Endereço insuficiente")
    s.scan(parcel, 12, "returned", "Objeto devolvido ao remetente", exception_reason="address_insufficient")


@story("PX-4034-3417", "Delivered in time")
def delivered(s: Scene) -> None:
    """First attempt in vain, second at the neighbour's: the first one counts."""
    order = s.buys(who.PIETER, book("Waddeneilanden"), placed=24 * 10, promise=1, dispatch=-4)
    job = s.made(s.lines[0], 24 * 4, printers.KOELN, "versendet", dispatch=24 * 3)
    parcel = s.on_its_way("postnl", 24 * 3, job, words="Zending ontvangen door PostNL", place="Venlo", promise=1)
    s.scan(parcel, 50, "attempt_failed", "Niet thuis", "Amsterdam", first_attempt_at=s.at(50))
    s.scan(parcel, 26, "out_for_delivery", "Bezorger is onderweg", "Amsterdam")
    s.scan(parcel, 22, "delivered", "Bezorgd bij de buren", "Amsterdam", delivered_at=s.at(22))
    order(24 * 3, state="shipped")(22, state="delivered", delivered_at=s.at(22))


@story("PX-4035-3528", "Delivered late")
def delivered_late(s: Scene) -> None:
    """Two parcels, one in time, one three days late; the promise had been moved once. All rows are packed."""
    order = s.buys(who.LUCIA, book("Sierra Nevada"), calendar("2027"), placed=24 * 15, promise=-4).packed()
    jobs = [s.made(line, 24 * 9, printers.LISBOA, "enviado", dispatch=24 * 9).packed() for line in s.lines]
    order(24 * 5, state="shipped", deliver_by=s.day(-1))
    for n, (job, hours) in enumerate(zip(jobs, (24 * 5, 28), strict=True), 1):
        parcel = s.on_its_way("correos", 24 * 8, job, words="Admitido", n=n, promise=-4).packed()
        s.scan(parcel, hours, "delivered", "Entregado", "Madrid", delivered_at=s.at(hours))
    order(24 * 5, state="partially_delivered")(28, state="delivered", delivered_at=s.at(28))
    order(2, state="closed")
