"""Word to colleagues about a claim: without customers in it, once for each thing that happens."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse

from dashboard.roles import Role
from support.claims.models import Claim
from support.escalations.names import about
from support.notices.models import NoticeKind
from support.notices.tell import tell


def tell_claim(claim: Claim, what: str, text: str, *, lead: bool = False) -> None:
    """A sentence that leads to its page: to whoever has it, and to those who lead where ``lead``. ``what`` is the same
    for the same news.
    """
    said = f"{text}: {about(claim.escalation)}"
    for person in _people(claim, lead):
        address = reverse("claim", args=[claim.pk])
        tell(person, NoticeKind.CLAIM, f"claim:{claim.pk}:{what}", claim.order_id, said, address)


def _people(claim: Claim, lead: bool) -> Iterator[User]:
    """The escalation's owner, else who made the claim; the seniors where there is neither."""
    owner = next((one for one in (claim.escalation.owner, claim.person) if one is not None and one.is_active), None)
    if owner is not None:
        yield owner
    if lead or owner is None:
        seniors = User.objects.filter(is_active=True, groups__name=Role.SENIOR)
        yield from seniors.exclude(pk=owner.pk if owner else 0)
