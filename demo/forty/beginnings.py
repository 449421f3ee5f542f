"""Orders that wait: for money, for photos, for a decision."""

from __future__ import annotations

from demo.forty import people as who
from demo.forty.goods import book, calendar, tiles
from demo.forty.scene import Scene, story


@story("PX-4001-0118", "Placed and not paid")
def not_paid(s: Scene) -> None:
    """A pickup at the bank's side: the money is not there yet."""
    s.buys(who.SOMCHAI, book("สมุดภาพครอบครัว"), placed=5, promise=9, currency="THB", paid=False)
    s.design(s.lines[0])(5, state="locked")


@story("PX-4002-0227", "The payment failed")
def payment_failed(s: Scene) -> None:
    """The card was refused."""
    order = s.buys(who.JOSE, calendar("Calendario 2027"), placed=20, promise=8, currency="MXN", paid=False)
    order(19.5, state="payment_failed")
    s.design(s.lines[0])(20, state="submitted")


@story("PX-4003-0332", "On hold for an address")
def on_hold(s: Scene) -> None:
    """Held before anything was rendered; its rows are packed."""
    order = s.buys(who.LEILANI, book("Aloha ʻohana", price=6990), placed=40, promise=7, currency="USD").packed()
    order(30, state="on_hold", hold_reason="address_check")
    s.uploaded(s.lines[0], 39)


@story("PX-4004-0441", "Photos are still coming in")
def uploading(s: Scene) -> None:
    """Three things ordered from a train: one uploads, one is still a draft, one has arrived."""
    s.buys(who.CHIARA, book("Estate in Liguria"), calendar("Famiglia 2027"), tiles("Cucina"), placed=3, promise=10)
    s.design(s.lines[0], arrived=0)(3, state="submitted")(0.5, state="uploading", photos_uploaded=64)
    s.design(s.lines[1], arrived=0)(3, state="draft")
    s.design(s.lines[2])(1, state="uploading")(0.6, state="uploaded")(0.4, state="layout_adjusted")


@story("PX-4005-0559", "The upload stalled")
def upload_stalled(s: Scene) -> None:
    """A phone that went to sleep; the second item's upload was not heard of for a day, the third was given up."""
    things = (book("Карпати", photos=90), calendar("Родина 2027"), tiles("Кухня"))
    s.buys(who.OLENA, *things, placed=60, promise=4, dispatch=1)
    s.design(s.lines[0], arrived=12)(59, state="uploading")(50, state="upload_stalled", photos_uploaded=71)
    s.design(s.lines[1], arrived=0)(59, state="uploading")(40, state="uploading", photos_uploaded=9)
    s.design(s.lines[2], arrived=1)(59, state="uploading")(30, state="abandoned")


@story("PX-4006-0663", "Two photos are gone")
def assets_missing(s: Scene) -> None:
    """Deleted from the phone before they had arrived."""
    s.buys(who.ELENI, book("Καλοκαίρι στη Νάξο 🏖️"), placed=30, promise=6)
    design = s.design(s.lines[0], arrived=100)(29, state="uploading")
    design(10, state="assets_missing", photos_uploaded=110, photos_failed=2)


@story("PX-4008-0885", "Uploaded, and nobody locked it")
def not_locked(s: Scene) -> None:
    """All photos are here for two days; another item is locked and was never rendered."""
    s.buys(who.AGNIESZKA, book("Wesele Kasi i Tomka"), calendar("Kalendarz"), placed=50, promise=5)
    s.design(s.lines[0])(49, state="uploading")(47, state="uploaded")
    s.uploaded(s.lines[1], 46)


@story("PX-4009-0996", "Placed a moment ago")
def just_placed(s: Scene) -> None:
    """Its design is locked, the second item's row has not come, the third's state is a new word."""
    s.buys(who.AOIFE, book("Inis Mór"), calendar("2027"), tiles("Hall"), placed=0.3, promise=8)
    s.uploaded(s.lines[0], 0.2)
    s.design(s.lines[2])(0.1, state="colour_graded", palette="a new attribute")
