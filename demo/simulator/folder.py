"""The files through which the played backend and the rest of the demo speak."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from demo.simulator.scenario import Scenarios

TITLE = "Demo: a made-up company, its customers and its printers."


@dataclass(frozen=True, slots=True)
class Folder:
    """``world.json`` is the world as last saved, ``scenarios.json`` what was switched on, ``notice`` what pages say."""

    path: Path

    @property
    def world(self) -> Path:
        """The world as it was last saved; there once the history is written."""
        return self.path / "world.json"

    @property
    def notice(self) -> Path:
        """What every page says of the demo."""
        return self.path / "notice"

    def scenarios(self) -> Scenarios:
        """What is switched on."""
        file = self.path / "scenarios.json"
        return Scenarios(json.loads(file.read_text())) if file.exists() else Scenarios()

    def switch(self, scenarios: Scenarios) -> None:
        """Have exactly these on; the played backend sees it within a second."""
        self._replace(self.path / "scenarios.json", json.dumps(scenarios.on))

    def tell(self, scenarios: Scenarios) -> None:
        """Have pages say which scenarios are on."""
        words = scenarios.words()
        text = f"{TITLE} Scenario: {'; '.join(words)}." if words else TITLE
        if not self.notice.exists() or self.notice.read_text() != text:
            self._replace(self.notice, text)

    def forget(self) -> None:
        """There is no world any longer, nor trouble in it."""
        for file in (self.world, self.path / "scenarios.json", self.notice):
            file.unlink(missing_ok=True)

    def _replace(self, file: Path, text: str) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        half_written = file.with_suffix(".new")
        half_written.write_text(text)
        half_written.replace(file)
