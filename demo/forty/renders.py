"""Orders that are being rendered, or cannot be."""

from __future__ import annotations

from demo.forty import people as who
from demo.forty import printers
from demo.forty.goods import book, calendar, tiles
from demo.forty.scene import Scene, story


@story("PX-4821-0773", "A photo is missing")
def photo_missing(s: Scene) -> None:
    """The calendar is printed; the book fails twice because one photo never arrived."""
    s.buys(who.INES, book("Sommer in Ligurien"), calendar("Familienkalender 2027"), placed=72, promise=5, dispatch=2)
    s.design(s.lines[0], arrived=111)(71, state="uploading")(60, state="locked")
    s.failed(s.lines[0], 36, "asset_missing", "page 7: asset 9f31 unreadable", page=7)
    s.failed(s.lines[0], 0.7, "asset_missing", "page 7: asset 9f31 unreadable", page=7, attempt=2)
    s.uploaded(s.lines[1], 70)
    s.rendered(s.lines[1], 69)
    job = s.accepted(s.lines[1], 36, printers.KOELN, "angenommen")
    job(20, state="in_production", raw_status="in Produktion")
    job(7, state="printed", printed_at=s.at(7), raw_status="gedruckt")


@story("PX-4011-1184", "A bad night at the renderer")
def bad_night(s: Scene) -> None:
    """Five items, five faults, none of them the customer's."""
    s.buys(
        who.MINJI, book("제주도 여행"), calendar("2027"), tiles("거실"), book("돌잔치"), book("졸업"),
        placed=16, promise=6, currency="KRW",
    )  # fmt: skip
    for line in s.lines:
        s.uploaded(line, 15)
    s.failed(s.lines[0], 10, "timeout", "gave up after 900 s", again=True)
    s.failed(s.lines[1], 9, "font_missing", "font 'Nanum Pen' not found")
    s.failed(s.lines[2], 8, "template_error", "coast/12: unbalanced frame", page=1)
    s.failed(s.lines[3], 7, "out_of_memory", "killed at 16 GiB", again=True)
    s.failed(s.lines[4], 6, "internal", "assertion failed: bleed > 0", again=True)


@story("PX-4012-1295", "The design does not fit")
def does_not_fit(s: Scene) -> None:
    """Faults that only the customer can mend, and one that has no name yet."""
    s.buys(
        who.NUR, book("رحلة إلى صلالة"), book("مطبخ جدتي", pages=47), book("عيد ميلاد نور"), book("مسقط القديمة"),
        calendar("٢٠٢٧"), book("الصحراء", size="hardcover-30x30"), placed=40, promise=9, currency="AED",
    )  # fmt: skip
    for line in s.lines:
        s.uploaded(line, 39)
    s.failed(s.lines[0], 30, "layout_overflow", "page 12: text box overflows by 4.2 mm", page=12)
    s.failed(s.lines[1], 30, "page_count_mismatch", "47 pages, even number wanted")
    s.failed(s.lines[2], 30, "asset_unreadable", "page 20: truncated JPEG", page=20)
    s.failed(s.lines[3], 30, "colour_profile", "page 2: cannot convert 'Phone P3 v9'", page=2)
    s.failed(s.lines[4], 30, "moon_phase", "page 5: tide table missing", page=5)
    s.failed(s.lines[5], 30, "low_resolution", "page 3: 72 dpi, 200 wanted", page=3)


@story("PX-4013-1306", "Stuck in the render queue")
def render_stuck(s: Scene) -> None:
    """Queued this morning, and nothing since."""
    s.buys(who.CAMILLE, book("Noël chez mamie"), placed=14, promise=6, dispatch=3)
    s.uploaded(s.lines[0], 13)
    s.render(s.lines[0], 9)


@story("PX-4014-1417", "Being rendered right now")
def rendering(s: Scene) -> None:
    """One item in each step of rendering; the renders are packed."""
    s.buys(who.LUKAS, book("Wachau"), calendar("2027"), tiles("Flur"), book("Hund"), placed=2, promise=7, dispatch=4)
    for line in s.lines:
        s.uploaded(line, 1)
    s.rendering(s.lines[0], 0.1)
    s.render(s.lines[1], 0.2).packed()(0.2)
    s.rendering(s.lines[2], 0.15).packed()(0.05, state="preflight")
    s.rendered(s.lines[3], 0.1)


@story("PX-4015-1528", "Rendered and not sent to print")
def not_sent(s: Scene) -> None:
    """Ready since yesterday; other items: all renders withdrawn, a new word, nothing ever heard."""
    things = (book("Alentejo"), calendar("2027"), tiles("Cozinha"), book("Avós", size="softcover-a5"))
    s.buys(who.RUI, *things, placed=60, promise=4, dispatch=1)
    for line in s.lines[:3]:
        s.uploaded(line, 58)
    s.rendered(s.lines[0], 30)
    s.rendered(s.lines[1], 50)(40, state="superseded")
    s.rendering(s.lines[1], 39, attempt=2)(38, state="cancelled")
    s.rendering(s.lines[2], 2)(1, state="colour_proofing")
