"""A made-up customer, and the rows that tell of one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A customer and where their parcels go. An e-mail at example.* reaches nobody."""

    user_id: str
    name: str
    email: str
    locale: str
    country: str
    phone: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""


def user(person: Person, created_at: str, updated_at: str) -> dict[str, str]:
    """The customer's row; what is not known has no attribute."""
    names = ("user_id", "email", "name", "phone", "locale", "country")
    fields = {name: str(getattr(person, name)) for name in names}
    return _known(fields | {"created_at": created_at, "updated_at": updated_at})


def address(person: Person) -> dict[str, str]:
    """Where their parcels go."""
    names = ("name", "line1", "line2", "city", "region", "postcode", "country")
    return _known({name: str(getattr(person, name)) for name in names})


def _known(fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}
