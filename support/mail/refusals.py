"""Why a mail is not sent: in words that say what to do instead."""

from __future__ import annotations

from support.commands.refusals import Refused


class NoMail(Refused):
    """No mail goes out as things stand; the message says why."""


class Unsendable(Exception):
    """It cannot be sent, now or later; the message says why, without an address of a customer."""


def not_configured() -> NoMail:
    """This installation sends none."""
    return NoMail("No mail is sent from here: this installation has no sender (MAIL_FROM is empty).", "no_sender")
