"""What the demo does as a part of Django: imported once the settings are in the environment and Django is set up."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connections

from demo import accounts, cognito, content
from demo.content import Loading, load
from demo.simulator.folder import Folder
from demo.terminal import Lines

__all__ = ["Loading", "company_accounts", "database", "everything", "load", "say_accounts", "tables"]


def everything(lines: Lines, folder: Folder) -> None:
    """Database, accounts, static files and tables, as far as they are missing."""
    database(lines)
    with lines.step("Static files", "collected"):
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["rest_framework"])
    tables(lines, folder)


def database(lines: Lines) -> None:
    """The schema and the people of the demo."""
    with lines.step("Database", "migrated"):
        call_command("migrate", verbosity=0, interactive=False)
    with lines.step("Accounts", "in place"):
        accounts.create()
    connections.close_all()


def tables(lines: Lines, folder: Folder) -> None:
    """The tables of the pretend cloud; ``folder`` tells of the company that filled them."""
    with lines.step("Tables", "in place"):
        content.prepare(folder)


def company_accounts(lines: Lines, port: int) -> dict[str, str]:
    """The same people in the pretend cloud's Cognito; the settings that name it."""
    with lines.step("Company accounts", "in place"):
        named = cognito.create(port)
    connections.close_all()
    return named


def say_accounts(lines: Lines) -> None:
    """Who can sign in."""
    for account in accounts.ACCOUNTS:
        name = f"{account.first_name} {account.last_name}"
        lines.say(f"  sign in as {account.role:<9}password {account.password:<15}{name}")
