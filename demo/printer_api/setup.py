"""Two printers of the demo take claims by an API: their rules and secrets, set once as an admin sets them."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django.contrib.auth.models import User
from django.db import connections

from dashboard.roles import Role
from demo.printer_api.kept import known, secrets_file
from demo.state import write_private
from embedded.ports import HOST
from orders.printers import find_printer
from support.commands.asker import Asker
from support.printer_rules.change import change
from support.printer_rules.models import SecretKind
from support.printer_rules.rules import Channel, newest, read
from support.printer_rules.secrets import add_secret, live, retire

PRINTERS: Final = {"koeln-druck": "de", "amstel-foto": "en"}
"""With the language that they are written to in."""

WHY: Final = "It takes claims by its API."
LOOK_SECONDS: Final = 1.0


def set_up(folder: Path, port: int) -> bool:
    """Give each of them rules and secrets, as far as they are missing; False while their rows are not heard of yet."""
    if any(find_printer(printer_id) is None for printer_id in PRINTERS):
        return False
    told, asker = known(folder), Asker.staff(User.objects.get(username=Role.ADMIN.value))
    for printer_id in PRINTERS:
        _rules(asker, printer_id, f"http://{HOST}:{port}/{quote(printer_id, safe='')}")
        told[printer_id] = _secrets(asker, printer_id, told.get(printer_id, {}))
    secrets_file(folder).parent.mkdir(parents=True, exist_ok=True)
    write_private(secrets_file(folder), json.dumps(told))
    return True


def when_there(folder: Path, port: int, cancelled: threading.Event) -> threading.Thread:
    """Set them up as soon as the streams have brought their rows, beside everything else."""

    def wait() -> None:
        try:
            while not cancelled.is_set() and not set_up(folder, port):
                cancelled.wait(LOOK_SECONDS)
        finally:
            connections.close_all()

    thread = threading.Thread(target=wait, name="printers' APIs", daemon=True)
    thread.start()
    return thread


def _rules(asker: Asker, printer_id: str, address: str) -> None:
    last = newest(printer_id)
    rules = read(last.rules if last else {})
    wanted = replace(rules, channel=Channel.API, api_url=address, language=PRINTERS[printer_id])
    if wanted != rules:
        change(asker, printer_id, wanted, WHY, last.version if last else 0)


def _secrets(asker: Asker, printer_id: str, told: Mapping[str, Any]) -> dict[str, str]:
    """Those that both sides know; made anew where one of them does not."""
    found = {kind: str(told[kind]) for kind in told}
    for kind in (SecretKind.API, SecretKind.WEBHOOK):
        known_here = list(live(printer_id, kind))
        if kind.value not in found or not known_here:
            for row in known_here:
                retire(asker, row.pk, WHY)
            found[kind.value] = add_secret(asker, printer_id, kind, WHY)
    return found
