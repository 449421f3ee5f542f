"""A parcel as its carrier tells it: scans in order, what is wrong in plain words, when it counts as lost, the reply."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.utils import timezone

from orders.answer.facts import carrier_name
from orders.answer.model import Answer, Tone
from orders.contract.model import Shipment, ShipmentState
from orders.story import OrderStory
from orders.tracking import scans
from orders.tracking.words import in_words
from support import masking
from support.claims.carriers import CarrierTerms, carrier_terms
from support.claims.clock import Facts, Term, claim_clock
from support.claims.terms import calendar_of
from support.raw import masked_image
from support.reasons import Party, Since, reason_of
from support.shown import states
from support.shown.hits import anchor
from support.shown.replies import answered

MOST_SCANS: Final = 100
LONGEST_RAW: Final = 20_000
OVER: Final = frozenset({ShipmentState.DELIVERED, ShipmentState.RETURNED, ShipmentState.LOST})
WEB: Final = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownScan:
    """One scan: what it means (""), the carrier's own words and code, where, and how often it was told."""

    at: datetime | None
    words: str
    description: str
    code: str
    location: str
    times: int
    only_a_day: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LostFrom:
    """When a parcel counts as lost: ``at`` is None where that cannot be told yet. ``line`` is whose data say so."""

    at: datetime | None
    terms: CarrierTerms
    over: bool
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelPage:
    """One parcel. ``scans`` are at most MOST_SCANS unless all are wanted, ``folded`` how many older ones there are, and
    ``whole`` how many the carrier told. ``link`` is "" where its page is no web address.
    """

    parcel: Shipment
    order_id: str
    title: str
    state: str
    tone: Tone
    carrier: str
    trouble: str
    scans: Sequence[ShownScan]
    folded: int
    whole: int
    last_at: datetime | None
    lost: LostFrom
    answer: Answer
    reason: str
    link: str
    raw: str
    cut: bool
    as_of: datetime
    version: int
    now: datetime

    @property
    def place(self) -> str:
        """Where it is on its order's page."""
        return anchor("parcel", self.parcel.shipment_id)


def parcel_page(whole: OrderStory, parcel_id: str, *, revealed: bool = False, every: bool = False) -> ParcelPage | None:
    """The page of a parcel of an unmasked story, None where the order has none of that id. Everything is derived from
    the masked story, or from the whole one where it is ``revealed``.
    """
    story, now = masking.revealed_story(whole) if revealed else masking.order_story(whole), timezone.now()
    parcel = next((each for each in story.snapshot.parcels if each.shipment_id == parcel_id), None)
    if parcel is None:
        return None
    told, order = scans.told(parcel.scans), story.snapshot.order
    raw = _raw(whole, parcel_id)
    return ParcelPage(
        parcel=parcel,
        order_id=story.snapshot.order_id,
        title=(order.order_number if order else "") or story.snapshot.order_id,
        state=states.words(parcel.state, parcel.raw_state),
        tone=states.tone(parcel.state),
        carrier=carrier_name(parcel.carrier),
        trouble=in_words(parcel.carrier, parcel.exception_reason, parcel.raw_status),
        scans=[_shown(each, parcel.carrier) for each in (told if every else told[:MOST_SCANS])],
        folded=0 if every else len(told[MOST_SCANS:]),
        whole=len(parcel.scans),
        last_at=scans.last_scan(parcel.scans),
        lost=_lost(parcel, order.ship_to.country if order and order.ship_to else "", now),
        answer=answered(_about(story, parcel), now),
        reason=reason_of(parcel.state.value) or reason_of("no_movement"),
        link=web_address(parcel.tracking_url),
        raw=raw[:LONGEST_RAW],
        cut=len(raw) > LONGEST_RAW,
        as_of=story.as_of,
        version=story.version,
        now=now,
    )


def web_address(address: str) -> str:
    """A carrier's own page as it may be linked to: http or https with a host and nobody's password, else ""."""
    if not address.isprintable() or " " in address or masking.MASK in address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in WEB and parts.hostname and "@" not in parts.netloc else ""


def _shown(told: scans.Told, carrier: str) -> ShownScan:
    scan = told.scan
    return ShownScan(
        at=scan.at,
        words=in_words(carrier, scan.code, scan.description),
        description=scan.description,
        code=scan.code,
        location=scan.location,
        times=told.times,
        only_a_day=told.only_a_day,
    )


def _lost(parcel: Shipment, country: str, now: datetime) -> LostFrom:
    """By the carrier's terms, in working days of where it goes to, from hand-over."""
    terms = carrier_terms(parcel.carrier, parcel.service)
    facts = Facts(handed_over_at=parcel.handed_over_at, tracked=terms.tracked)
    term = Term(days=0, since=Since.PROMISE, wait_days=terms.wait)
    opens = claim_clock(term, facts, calendar_of(Party.CARRIER, None, country), now).opens_at
    settled = parcel.state in OVER or parcel.delivered_at is not None
    return LostFrom(at=opens, terms=terms, over=opens is not None and opens <= now, settled=settled)


def _about(story: OrderStory, parcel: Shipment) -> OrderStory:
    """The order with nothing in it but this parcel, so that its answer is about that alone."""
    snapshot = story.snapshot
    jobs = tuple(job for job in snapshot.print_jobs if job.print_job_id in parcel.print_job_ids)
    lines = {job.line_id for job in jobs}
    order = snapshot.order
    if order is not None and lines:
        order = replace(order, lines=tuple(line for line in order.lines if line.line_id in lines))
    renders = tuple(render for render in snapshot.renders if render.line_id in lines)
    alone = replace(snapshot, order=order, renders=renders, print_jobs=jobs, parcels=(parcel,))
    return replace(story, snapshot=alone)


def _raw(whole: OrderStory, parcel_id: str) -> str:
    secrets = masking.story_secrets(whole)
    rows = (row for row in whole.raw if (row.table, row.key) == ("shipments", parcel_id))
    return "\n".join(
        json.dumps(masked_image(row.table, row.image, secrets), indent=1, ensure_ascii=False) for row in rows
    )
