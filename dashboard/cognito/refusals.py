"""Why somebody who came with a company account was not let in, in words with a way back."""

from __future__ import annotations

from enum import Enum


class Refusal(Enum):
    """A word for logs and the audit, a status, a heading, and what to do."""

    STATE = (
        "state", 400, "This sign-in is over",
        "It was used already, took too long, or was begun in another browser. Begin again.",
    )  # fmt: skip
    CANCELLED = (
        "cancelled", 403, "You were not signed in",
        "Your company's sign-in page sent you back without signing you in. Begin again, or ask those who look after "
        "company accounts.",
    )  # fmt: skip
    TOKEN = (
        "token", 403, "This sign-in cannot be trusted",
        "What your company's sign-in page said about you did not hold when we checked it. Begin again; if it "
        "happens twice, tell the person on call.",
    )  # fmt: skip
    SILENT = (
        "silent", 503, "Company accounts cannot be checked just now",
        "The service that keeps company accounts does not answer. Try again in a minute.",
    )  # fmt: skip
    CLOSED = (
        "closed", 403, "Your account here is closed",
        "Your company account is fine, and an admin has closed your account in Printdesk.",
    )  # fmt: skip
    NO_ROLE = (
        "no-role", 403, "You have no role here",
        "We know who you are, and nobody has said yet what you may do in Printdesk. Roles come from the groups of "
        "your company account: agent, senior, ops, manager, admin, auditor.",
    )  # fmt: skip

    def __init__(self, word: str, status: int, heading: str, text: str) -> None:
        self.word = word
        self.status = status
        self.heading = heading
        self.text = text


class Refused(Exception):
    """Nobody was signed in."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.word)
        self.why = why
