"""Members, limits and tokens as the staff pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from dashboard.models import Member
from dashboard.roles import Role, confirmed_since, roles_of
from support.shown.pages import Slice, sliced
from support.staff import sessions
from support.staff.members import given, state_of

ON_A_PAGE: Final = 50
LONGEST_SEARCH: Final = 100

ONLY_HERE: Final = "given here, not in Cognito: does not count"
ONLY_THERE: Final = "allowed by Cognito, not given here: does not count"
UNCONFIRMED: Final = "Cognito has not confirmed this account for too long: no role counts until it does."


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRole:
    """A role beside somebody: whether it was ``given`` here, whether it ``counts``, and why it does not."""

    role: Role
    given: bool
    counts: bool
    remark: str

    @property
    def shown(self) -> bool:
        """Whether a list names it."""
        return self.given


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMember:
    """One colleague. ``seen`` is None for who never signed in; ``own`` where they look at themselves."""

    person: User
    name: str
    company: bool
    roles: Sequence[ShownRole]
    seen: datetime | None
    own: bool = False
    sessions: int = 0
    state: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What the list is narrowed to."""

    words: str = ""
    role: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Search:
        """Out of an address; what makes no sense narrows nothing."""
        role, page = query.get("role", ""), query.get("page", "")
        return cls(
            words=query.get("q", "").replace("\0", " ").strip()[:LONGEST_SEARCH],
            role=role if role in set(Role) or role == "inactive" else "",
            page=int(page) if page.isascii() and page.isdigit() and len(page) < LONGEST_SEARCH else 1,
        )


def member_list(search: Search) -> Slice[ShownMember]:
    """One page of the colleagues it names, those whose accounts work first, by name."""
    page = sliced(list(_found(search).values_list("pk", flat=True)), search.page, ON_A_PAGE)
    people = User.objects.select_related("member").prefetch_related("groups").in_bulk(list(page.items))
    seen = sessions.last_seen()
    return page.of([_shown(people[pk], seen.get(pk)) for pk in page.items])


def member_page(person: User, who: User) -> ShownMember:
    """One colleague, as somebody sees them."""
    shown = _shown(person, sessions.last_seen().get(person.pk))
    return ShownMember(
        person=person,
        name=shown.name,
        company=shown.company,
        roles=shown.roles,
        seen=shown.seen,
        own=person.pk == who.pk,
        sessions=sessions.count_of(person.pk),
        state=state_of(person),
        remark=UNCONFIRMED if _unconfirmed(person) else "",
    )


def _found(search: Search) -> QuerySet[User]:
    found = User.objects.order_by("-is_active", "first_name", "last_name", "username")
    for word in search.words.split():
        by_name = Q(first_name__icontains=word) | Q(last_name__icontains=word)
        found = found.filter(by_name | Q(username__icontains=word) | Q(email__icontains=word))
    if search.role == "inactive":
        return found.filter(is_active=False)
    return found.filter(groups__name=search.role) if search.role else found


def _shown(person: User, seen: datetime | None) -> ShownMember:
    here = given(person)
    counts, cap = roles_of(person), _cap(person)
    return ShownMember(
        person=person,
        name=person.get_full_name() or person.get_username(),
        company=_company(person),
        roles=[
            ShownRole(role=role, given=role in here, counts=role in counts, remark=_remark(role, here, cap))
            for role in Role
        ],
        seen=seen or person.last_login,
    )


def _remark(role: Role, here: frozenset[Role], cap: Sequence[str] | None) -> str:
    if cap is None or (role in here) is (role in cap):
        return ""
    return ONLY_HERE if role in here else ONLY_THERE


def _member(person: User) -> Member | None:
    return getattr(person, "member", None)


def _cap(person: User) -> Sequence[str] | None:
    member = _member(person)
    return member.cap if member else None


def _company(person: User) -> bool:
    member = _member(person)
    return member is not None and member.subject is not None


def _unconfirmed(person: User) -> bool:
    member = _member(person)
    at = member.confirmed_at if member else None
    return _company(person) and (at is None or at < confirmed_since())
