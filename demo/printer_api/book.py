"""The claims that played printers have: taken once for each key, decided on by and by."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

HOUR: Final = 3600.0
SPELLINGS: Final = (str.upper, str.title, lambda word: f"{word} ", lambda word: word.replace(" ", "_"), str)
REJECTED: Final = 0.2
"""Of a hundred claims so many are refused, and twice as many need a photo first."""

IN_FULL: Final = 0.8

TEXTS: Final = {
    "received": "We have your claim.",
    "in review": "A colleague looks at the photos.",
    "needs evidence": "Please send a photo of the whole book.",
    "approved": "You are right, we are sorry.",
    "rejected": "The file was printed as it was sent to us.",
    "closed": "We have closed your claim.",
    "credited": "The credit note is in your account.",
}


@dataclass(slots=True)
class Claim:
    """One claim as its printer has it. ``amount`` is what it grants and ``asked`` what we ask for, in
    minor units.
    """

    reference: str
    printer_id: str
    escalation_id: str
    status: str = "received"
    text: str = TEXTS["received"]
    amount: int | None = None
    currency: str = "EUR"
    credit_note: str = ""
    at: str = ""
    photos: int = 0
    asked: int = 0

    def told(self) -> dict[str, Any]:
        """As answers and calls tell it."""
        told = asdict(self)
        return {name: told[name] for name in told if name not in ("printer_id", "photos", "asked")}


@dataclass(slots=True)
class Event:
    """One call to make: what a claim is from ``due`` on, in seconds of our time."""

    id: str
    due: float
    reference: str
    status: str
    tries: int = 0


@dataclass(slots=True)
class Book:
    """Every claim with the keys it was asked under, and the calls that are still to be made. ``speed`` is how many
    times faster than ours the printers' time runs.
    """

    file: Path | None = None
    speed: float = 1.0
    seed: int = 0
    claims: dict[str, Claim] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def open(self, printer_id: str, key: str, about: dict[str, Any], now: float) -> tuple[Claim, bool]:
        """The claim of a key, and whether it is new. Another key for the same escalation finds the same claim."""
        with self.lock:
            known = self.keys.get(key) or self._of(printer_id, str(about["escalation_id"]))
            if known is not None:
                self.keys[key] = known
                return self.claims[known], False
            claim = Claim(f"{printer_id[:2].upper()}-{1000 + len(self.claims)}", printer_id, about["escalation_id"])
            claim.at, claim.photos = _time(now), len(about.get("evidence") or ())
            claim.asked, claim.currency = int(about.get("amount") or 0), str(about.get("currency") or claim.currency)
            self.claims[claim.reference] = claim
            self.keys[key] = claim.reference
            self._plan(claim, now)
            self.save()
            return claim, True

    def answer(self, claim: Claim, key: str, about: dict[str, Any], now: float) -> Claim:
        """Words or photos for a claim, once for each key."""
        with self.lock:
            if key not in self.keys:
                self.keys[key] = claim.reference
                claim.photos += len(about.get("evidence") or ())
                if claim.status == "needs evidence":
                    self._decide(claim, now)
                self.save()
            return claim

    def close(self, claim: Claim, key: str, now: float) -> Claim:
        """Nothing more is wanted of it: nothing more is called about it."""
        with self.lock:
            self.keys[key] = claim.reference
            if claim.status != "credited":
                claim.status, claim.text, claim.at = "closed", TEXTS["closed"], _time(now)
            self.events = [each for each in self.events if each.reference != claim.reference]
            self.save()
            return claim

    def find(self, printer_id: str, reference: str = "", escalation_id: str = "") -> Claim | None:
        """A printer's own claim by its reference, or by our id."""
        with self.lock:
            found = self.claims.get(reference or self._of(printer_id, escalation_id) or "")
            return found if found is not None and found.printer_id == printer_id else None

    def due(self, now: float) -> list[Event]:
        """The calls whose time has come; their claims are from now on what they tell."""
        with self.lock:
            return [event for event in self.events if event.due <= now]

    def become(self, event: Event) -> dict[str, Any]:
        """Bring the claim to what a call tells, and tell it as oddly as printers spell."""
        with self.lock:
            claim, dice = self.claims[event.reference], Random(event.id)  # noqa: S311 a played printer
            claim.status, claim.text, claim.at = event.status, TEXTS[event.status], _time(event.due)
            if event.status in ("approved", "credited"):
                claim.amount = claim.amount or _granted(claim, self._dice(claim))
                claim.credit_note = f"CN-{claim.reference}" if event.status == "credited" else ""
            self.save()
            return claim.told() | {"status": dice.choice(SPELLINGS)(event.status)}

    def done(self, event: Event) -> None:
        """The call was taken."""
        with self.lock:
            self.events = [each for each in self.events if each.id != event.id]
            self.save()

    def save(self) -> None:
        """Keep all of it, where there is a file."""
        if self.file is None:
            return
        told = {
            "claims": [asdict(each) for each in self.claims.values()],
            "keys": self.keys,
            "events": [asdict(each) for each in self.events],
        }
        half_written = self.file.with_suffix(".new")
        half_written.write_text(json.dumps(told))
        half_written.replace(self.file)

    def load(self) -> None:
        """What was kept."""
        if self.file is None or not self.file.exists():
            return
        told = json.loads(self.file.read_text())
        self.claims = {each["reference"]: Claim(**each) for each in told["claims"]}
        self.keys, self.events = told["keys"], [Event(**each) for each in told["events"]]

    def _of(self, printer_id: str, escalation_id: str) -> str | None:
        theirs = (each for each in self.claims.values() if each.printer_id == printer_id)
        return next((each.reference for each in theirs if each.escalation_id == escalation_id), None)

    def _plan(self, claim: Claim, now: float) -> None:
        """Acknowledged within seconds, then looked at, then decided; now and then in the wrong order."""
        dice = self._dice(claim)
        early = dice.random() < 0.1  # noqa: PLR2004
        self._later(claim, "in review", now + (1.5 * HOUR / self.speed if early else 2 + 4 * dice.random()))
        if claim.photos == 0 and dice.random() < 2 * REJECTED:
            self._later(claim, "needs evidence", now + HOUR * (0.5 + dice.random()) / self.speed)
        else:
            self._decide(claim, now)

    def _decide(self, claim: Claim, now: float) -> None:
        dice = self._dice(claim)
        at = now + HOUR * (0.5 + 3 * dice.random()) / self.speed
        if dice.random() < REJECTED:
            self._later(claim, "rejected", at)
        else:
            self._later(claim, "approved", at)
            self._later(claim, "credited", at + HOUR * (2 + 4 * dice.random()) / self.speed)

    def _later(self, claim: Claim, status: str, due: float) -> None:
        self.events.append(
            Event(f"evt_{claim.reference}_{len(self.events)}_{int(due * 1000)}", due, claim.reference, status)
        )

    def _dice(self, claim: Claim) -> Random:
        return Random(f"{self.seed} {claim.reference} {claim.photos}")  # noqa: S311 a played printer


def _granted(claim: Claim, dice: Random) -> int:
    """What it grants: mostly what is asked for, now and then a part."""
    whole = claim.asked or 1000 + 100 * dice.randrange(20)
    return whole if dice.random() < IN_FULL else max(1, whole // 2)


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")
