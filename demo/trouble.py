"""``python -m demo scenario``: switching trouble on and off while the demo runs."""

from __future__ import annotations

import argparse

from demo.simulator.company import PRINTERS, TEMPLATES
from demo.simulator.country import COUNTRIES
from demo.simulator.folder import Folder
from demo.simulator.scenario import KINDS, Scenarios
from demo.state import State

KNOWN = {"printer": sorted(PRINTERS), "template": sorted(TEMPLATES), "country": sorted(COUNTRIES)}
NOT_UNDERSTOOD = 2


def main(state: State, arguments: list[str]) -> int:
    """List the scenarios, or switch one; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m demo scenario", description="Trouble for the running demo.")
    parser.add_argument("switch", nargs="?", choices=["start", "stop"], help="left out: the list of what there is")
    parser.add_argument("name", nargs="?", choices=sorted(KINDS), help="stop without a name stops all")
    parser.add_argument("what", nargs="?", default="", help="the printer, template or country it is about")
    asked = parser.parse_args(arguments)
    folder = Folder(state.folder / "simulator")
    scenarios = folder.scenarios()
    if asked.switch == "start":
        problem = start(scenarios, asked.name, asked.what)
        if problem:
            print(problem)
            return NOT_UNDERSTOOD
        folder.switch(scenarios)
    elif asked.switch == "stop":
        folder.switch(Scenarios({name: what for name, what in scenarios.on.items() if asked.name not in (None, name)}))
    show(folder.scenarios())
    return 0


def start(scenarios: Scenarios, name: str | None, what: str) -> str:
    """Switch one on; what is wrong with the wish, "" where nothing is."""
    if name is None:
        return f"Which one? {', '.join(sorted(KINDS))}"
    kind = KINDS[name]
    what = what or kind.usual
    if what and what not in KNOWN.get(kind.wants, ()):
        return f"{name} takes no {what!r}. One of: {', '.join(KNOWN.get(kind.wants, ['nothing']))}"
    scenarios.on[name] = what
    return ""


def show(scenarios: Scenarios) -> None:
    """One line a scenario, with a mark before what is on."""
    for name, kind in KINDS.items():
        mark = "on " if name in scenarios.on else "   "
        wants = f" {scenarios.on.get(name) or f'[{kind.wants}]'}" if kind.wants else ""
        print(f"  {mark} {name + wants:<32} {kind.does}")
