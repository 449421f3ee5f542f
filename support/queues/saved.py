"""Saved views: a queue with filters and a sort under a name, private or shared, and the one that a queue opens with."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from support.commands.refusals import Invalid, NotThere
from support.queues.asked import Asked
from support.queues.models import LONGEST_QUERY, DefaultView, SavedView
from support.queues.names import QUEUES

MOST: Final = 50
"""Views that somebody keeps of one queue."""

LONGEST_NAME: Final = 60
NO_NAME: Final = "Give the view a name of at most 60 letters."
TAKEN: Final = "You have a view of this name already."
TOO_MANY: Final = f"You keep {MOST} views of this queue already. Delete one first."
NOT_THERE: Final = "This view is not there any more, or is somebody’s own."


def views_of(person: User, queue: str) -> list[SavedView]:
    """Their own and those that colleagues share, by name, their own first."""
    found = SavedView.objects.select_related("owner").filter(Q(owner=person) | Q(shared=True), queue=queue)
    return sorted(found, key=lambda view: (view.owner_id != person.pk, view.name.casefold(), view.pk))


def default_of(person: User, queue: str) -> SavedView | None:
    """What their queue opens with, while they may see it."""
    found = DefaultView.objects.select_related("view").filter(person=person, queue=queue).first()
    return found.view if found and (found.view.shared or found.view.owner_id == person.pk) else None


def save(person: User, queue: str, name: str, query: str, *, shared: bool, default: bool = False) -> SavedView:
    """Keep a view under a name that they have not used for this queue. Raises Invalid."""
    if queue not in QUEUES:
        raise Invalid(queue=NOT_THERE)
    about = {"owner": person, "queue": queue, "name": _checked(name), "query": canonical(query), "shared": shared}
    if SavedView.objects.filter(owner=person, queue=queue).count() >= MOST:
        raise Invalid(name=TOO_MANY)
    try:
        with transaction.atomic():
            view = SavedView.objects.create(**about, saved_at=timezone.now())
            if default:
                make_default(person, view)
    except IntegrityError as error:
        raise Invalid(name=TAKEN) from error
    return view


def rename(view: SavedView, name: str) -> None:
    """Call it otherwise. Raises Invalid."""
    try:
        with transaction.atomic():
            SavedView.objects.filter(pk=view.pk).update(name=_checked(name))
    except IntegrityError as error:
        raise Invalid(name=TAKEN) from error


def share(view: SavedView, *, shared: bool) -> None:
    """Let colleagues use it, or nobody else any more: whose queue opened with it, opens with everything again."""
    with transaction.atomic():
        SavedView.objects.filter(pk=view.pk).update(shared=shared)
        if not shared:
            DefaultView.objects.filter(view=view).exclude(person=view.owner).delete()


def make_default(person: User, view: SavedView) -> None:
    """Have their queue open with a view that they may see. Raises NotThere."""
    if not view.shared and view.owner_id != person.pk:
        raise NotThere
    DefaultView.objects.update_or_create(person=person, queue=view.queue, defaults={"view": view})


def no_default(person: User, queue: str) -> None:
    """Have their queue open with everything."""
    DefaultView.objects.filter(person=person, queue=queue).delete()


def canonical(query: str) -> str:
    """A query as we would write it. Raises Invalid."""
    try:
        told = Asked.read(dict(parse_qsl(query, max_num_fields=50))).query()
    except ValueError as error:
        raise Invalid(query=NOT_THERE) from error
    if len(told) > LONGEST_QUERY:
        raise Invalid(query="These filters are too long to be kept.")
    return told


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(name=NO_NAME)
    return name
