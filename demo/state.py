"""Where the demo keeps what it must not forget, and the addresses of the one that runs."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from demo.simulator.pace import Pace
from embedded.mail import queue_url
from embedded.ports import HOST, free_port

ACCOUNT = "000000000000"
COMMANDS = f"arn:aws:states:eu-central-1:{ACCOUNT}:stateMachine:backend-commands"
"""Where the played backend takes commands."""

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class State:
    """The folder ``.demo`` of the checkout; ``DEMO_STATE`` names another one for the tests of the demo."""

    folder: Path

    @classmethod
    def of_checkout(cls) -> State:
        """The state of this checkout's demo."""
        return cls(Path(os.environ.get("DEMO_STATE", CHECKOUT / ".demo")).resolve())

    @property
    def environment_file(self) -> Path:
        """Read by manage.py; there only while the demo runs."""
        return self.folder / "env"

    def log(self, name: str) -> Path:
        """The log of a child; what the runs before wrote is one file further."""
        return self.folder / "logs" / f"{name}.log"

    def keep_old_logs(self) -> None:
        """Begin new logs."""
        for log in (self.folder / "logs").glob("*.log"):
            log.replace(log.with_suffix(".log.1"))

    def secret_key(self) -> str:
        """The key that signs this demo's sessions: made once, so that a restart signs nobody out."""
        file = self.folder / "secret-key"
        if not file.exists():
            write_private(file, secrets.token_urlsafe(64))
        return file.read_text()


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each child listens."""

    web: int
    redis: int
    postgres: int
    cloud: int
    printers: int

    @classmethod
    def choose(cls, web: int) -> Ports:
        """Free ones, but for the web's, which was asked for."""
        return cls(web, free_port(), free_port(), free_port(), free_port())


def environment(state: State, ports: Ports) -> dict[str, str]:
    """The settings of everything that belongs to this demo."""
    return {
        "DJANGO_SETTINGS_MODULE": "dashboard.settings",
        "DATABASE_URL": f"postgres://postgres@{HOST}:{ports.postgres}/postgres",
        "REDIS_URL": f"redis://{HOST}:{ports.redis}/0",
        "CACHE_URL": f"redis://{HOST}:{ports.redis}/1",
        "AWS_ENDPOINT_URL": f"http://{HOST}:{ports.cloud}",
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "demo",
        "AWS_REGION": "eu-central-1",
        "BACKEND_COMMANDS_STATE_MACHINE_ARN": COMMANDS,
        "MAIL_FROM": "Printdesk <desk@printdesk.example>",
        "SES_EVENTS_QUEUE_URL": queue_url(f"http://{HOST}:{ports.cloud}", ACCOUNT),
        "SECRET_KEY": state.secret_key(),
        "DEBUG": "0",
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "PUBLIC_URL": f"http://{HOST}:{ports.web}",
        "STATIC_ROOT": str(state.folder / "static"),
        "STATIC_MANIFEST": "1",
        "NOTICE_FILE": str(state.folder / "simulator" / "notice"),
        # The played printers speak, and fall silent, so many times faster than real ones.
        "PRINTER_PACE": f"{Pace.chosen().speed:g}",
        # Ctrl-C waits this long for the tasks under way, so pumps are kept shorter than that.
        "WORKER_STOP_SECONDS": "2.5",
        "PUMP_SECONDS": "2",
    }


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner reads, in one step."""
    half_written = file.with_suffix(".new")
    half_written.touch(mode=0o600)
    half_written.write_text(text)
    half_written.replace(file)
