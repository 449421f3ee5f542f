"""How a printer's API is spoken. One adapter a kind of API; which one a printer has is in its rules.

docs/printer-adapters.md says how to write another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from support.claims.models import Claim
from support.escalations.models import Escalation
from support.mail.attach import Loaded
from support.printer_api.claims_v1 import ClaimsV1
from support.printer_api.message import Message
from support.printer_api.wire import Line
from support.webhooks.body import Told


@dataclass(frozen=True, slots=True)
class Unknown(Exception):
    """There is no adapter of that name."""

    name: str


class Adapter(Protocol):
    """What an adapter does. It keeps nothing, and writes nothing: whoever calls it does."""

    def message(
        self, act: str, escalation: Escalation, text: str, evidence: tuple[Loaded, ...], claim: Claim | None
    ) -> bytes:
        """The bytes that "open", "answer" or "close" are said with; kept, and sent again unchanged. ``claim`` is what
        we ask of the printer, None where that is no money.
        """

    def send(self, line: Line, message: Message) -> Told:
        """Say it, with the message's key, which makes one claim of any number of repeats.

        What the claim is then, whether it was new or not. Raises Unreached where it may be said again, and Refusal
        where that would change nothing.
        """

    def read(self, line: Line, escalation_id: str, reference: str) -> Told | None:
        """How the claim of an escalation is at the printer; None where it has none. ``reference`` is "" where it has
        told none. Raises Unreached, Refusal.
        """


ADAPTERS: Final[Mapping[str, Adapter]] = MappingProxyType({ClaimsV1.name: ClaimsV1()})


def adapter_of(name: str) -> Adapter:
    """An adapter by its name. Raises Unknown."""
    try:
        return ADAPTERS[name]
    except KeyError:
        raise Unknown(name) from None
