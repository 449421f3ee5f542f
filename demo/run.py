"""The demo from its first line to its last."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module

import django

from demo import leftovers
from demo.children import programs, stores
from demo.interrupts import Interrupts, Stopped
from demo.simulator.folder import Folder
from demo.state import Ports, State, environment, write_private
from demo.supervisor import Supervisor
from demo.terminal import Lines
from embedded.ports import is_free
from embedded.service import ServiceFailed

REFUSED = 2
FAILED = 1


def run(state: State, port: int, *, simulate: bool) -> int:
    """Run until somebody stops it; the exit status."""
    lines = Lines()
    for name in leftovers.sweep(state.folder / "run"):
        lines.say(f"{name} was left over from a demo that was killed, and has been ended.")
    if not is_free(port):
        lines.say(f"Port {port} is taken. Nothing was started. Choose another one: make demo PORT={port + 1}")
        return REFUSED
    interrupts = Interrupts()
    supervisor = Supervisor(state.folder, lines, interrupts)
    demo = Demo(state, Ports.choose(port), lines, supervisor, simulate=simulate)
    status = 0
    try:
        demo.start()
        demo.keep()
    except Stopped:
        lines.say("Stopping …")
    except ServiceFailed as failure:
        lines.say(str(failure))
        status = FAILED
    finally:
        interrupts.close()
        demo.stop()
    return status


class Demo:
    """What is started, and how it comes to be ready."""

    def __init__(self, state: State, ports: Ports, lines: Lines, supervisor: Supervisor, *, simulate: bool) -> None:
        self.state = state
        self.lines = lines
        self.supervisor = supervisor
        self.simulate = simulate
        self.company = Folder(state.folder / "simulator")
        self.ports = ports
        self.port = ports.web
        self.url = f"http://127.0.0.1:{ports.web}"
        self.stores = stores(state, ports)
        self.programs = programs(state, ports)
        self.environment = environment(state, ports)
        self.stop_loading: Callable[[], None] = lambda: None

    def start(self) -> None:
        """From nothing to pages that answer."""
        self.lines.say(f"Printdesk demo. State in {self.state.folder}, logs in its folder logs. Ctrl-C stops it.")
        self.state.keep_old_logs()
        os.environ |= self.environment
        self.supervisor.start(self.stores)
        # While the stores start: importing Django takes as long as they do.
        django.setup()
        self.prepare = import_module("demo.prepare")
        self.supervisor.wait(self.stores)
        self.prepare.everything(self.lines, self.company)
        self._tell_of_company_accounts()
        worker, web, *played = self.programs
        with self.lines.step(worker.name, "started"):
            self.supervisor.start([worker])
        # Ready means that pages answer; what the worker does is told as it does it.
        self.supervisor.start([web])
        self.supervisor.wait([web])
        self.supervisor.start(played)
        self.lines.say(f"\nReady {self.url}\n")
        self.prepare.say_accounts(self.lines)
        self.lines.say("")
        self._load()

    def keep(self) -> None:
        """Look after the children for ever."""
        self.supervisor.watch(cloud_lost=self._fill_again)

    def stop(self) -> None:
        """End everything; the state stays."""
        self.stop_loading()
        self.state.environment_file.unlink(missing_ok=True)
        self.supervisor.stop()
        self.lines.say("Stopped.")

    def _load(self) -> None:
        loading = self.prepare.Loading(
            self.lines, self.company, simulate=self.simulate, printers=(self.state.folder, self.ports.printers)
        )
        self.stop_loading = loading.cancel
        loading.start()

    def _tell_of_company_accounts(self) -> None:
        """Only Cognito can choose the ids of its pool and client: whoever needs them is started afterwards."""
        self.environment |= self.prepare.company_accounts(self.lines, self.port)
        os.environ |= self.environment
        text = "".join(f"{name}={value}\n" for name, value in self.environment.items())
        write_private(self.state.environment_file, text)

    def _fill_again(self) -> None:
        self.stop_loading()
        self.company.forget()
        self.prepare.tables(self.lines, self.company)
        self._tell_of_company_accounts()
        worker, web, *_ = self.programs
        self.supervisor.end([worker, web])  # they are missed, and started again with the ids of the new pool
        self._load()
