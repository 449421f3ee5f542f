"""The people of the demo: one for each role, with passwords that everybody may know."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group, User

from dashboard.roles import Role, create_groups


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in. The user name is the role's."""

    role: Role
    first_name: str
    last_name: str

    @property
    def password(self) -> str:
        """Not secret: the demo listens on this machine only."""
        return f"{self.role}-demo"


ACCOUNTS = (
    Account(Role.AGENT, "Ana", "Lima"),
    Account(Role.SENIOR, "Sander", "Vos"),
    Account(Role.OPS, "Olena", "Petrenko"),
    Account(Role.MANAGER, "Mireille", "Dubois"),
    Account(Role.ADMIN, "Adebayo", "Okafor"),
    Account(Role.AUDITOR, "Aiko", "Tanaka"),
)


def create() -> None:
    """Make the accounts that are not there yet."""
    create_groups()
    there = set(User.objects.values_list("username", flat=True))
    for account in ACCOUNTS:
        if account.role not in there:
            person = User.objects.create_user(
                account.role.value,
                email=f"{account.role}@demo.example",
                password=account.password,
                first_name=account.first_name,
                last_name=account.last_name,
            )
            person.groups.add(Group.objects.get(name=account.role.value))
