"""Who asked for a command, as colleagues call them."""

from __future__ import annotations

from django.contrib.auth.models import User

from support.commands.models import Command


def called(person: User) -> str:
    """ "Ana L."; the login where no name is kept."""
    initial = f" {person.last_name[:1]}." if person.last_name else ""
    return f"{person.first_name}{initial}" if person.first_name else person.get_username()


def asked_by(command: Command) -> str:
    """The colleague's name, or the program's; of a request, both colleagues'."""
    request = getattr(command, "request", None)
    if request is not None and command.person is not None:
        return f"{called(request.asked_by)}, approved by {called(command.person)}"
    if command.person is not None:
        return called(command.person)
    return command.token.name if command.token is not None else "somebody who has left"
