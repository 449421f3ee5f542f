"""Trouble that can be switched on while the company works."""

from __future__ import annotations

from dataclasses import dataclass, field

from demo.simulator.company import PRINTERS


@dataclass(frozen=True, slots=True)
class Kind:
    """A scenario that there is. ``wants`` names what it takes, "" for nothing; ``usual`` where none is named."""

    name: str
    does: str
    wants: str = ""
    usual: str = ""


KINDS = {
    kind.name: kind
    for kind in (
        Kind("printer-stops", "a printer makes nothing and says nothing", "printer", "koeln-druck"),
        Kind("template-breaks", "the newest version of a template has a fault", "template", "coast"),
        Kind("carrier-late", "parcels to one country take three times as long", "country", "FR"),
        Kind("renderer-fails", "a new renderer release fails one page in fifty"),
        Kind("storm", "orders come twenty times as often"),
        Kind("black-friday", "orders come six times as often"),
    )
}


@dataclass(slots=True)
class Scenarios:
    """Which are on, each with what it is about."""

    on: dict[str, str] = field(default_factory=dict)

    def hits(self, name: str, what: str = "") -> bool:
        """Whether a scenario is on, and about this."""
        return name in self.on and self.on[name] in ("", what)

    def words(self) -> list[str]:
        """The ones that are on, for people."""
        return [KINDS[name].does + (f" ({_name(about)})" if about else "") for name, about in sorted(self.on.items())]


def _name(about: str) -> str:
    """A printer by its name; a template or country as it is."""
    return str(PRINTERS[about]["name"]) if about in PRINTERS else about
