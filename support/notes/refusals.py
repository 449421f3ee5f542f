"""Why a note is not changed."""

from __future__ import annotations

from support.notes.models import Note


class Over(Exception):
    """The time in which its author may change it has passed."""

    def __init__(self) -> None:
        super().__init__("The time to change this note is over. Write another one that puts it right.")


class Changed(Exception):
    """It was changed since it was looked at; ``note`` is as it is now."""

    def __init__(self, note: Note) -> None:
        super().__init__("This note was changed since you opened it, in another window perhaps.")
        self.note = note
