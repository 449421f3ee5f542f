"""What people did about the rows of queues, and the views they keep, as SQL keeps them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

LONGEST_ID = 600
LONGEST_QUERY = 2_000


class WorkItem(models.Model):
    """What was done about one row of a queue: ``sub`` as the row's. What nobody touched has none.

    ``seen`` is the row as it was when somebody put it off or was done with it (its due time and code): a row that says
    something else by now is work again. ``event`` is the audit's row of the last act, which holds the words of the
    reason.
    """

    queue = models.CharField(max_length=30)
    order_id = models.CharField(max_length=LONGEST_ID)
    sub = models.CharField(max_length=LONGEST_ID, blank=True)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    owned_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    seen = models.CharField(max_length=100, blank=True)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()
    event = models.ForeignKey("support.AuditEvent", models.PROTECT, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=["owner", "owned_at"], name="work_owner", condition=models.Q(owner__isnull=False)),
            models.Index(fields=["changed_at"], name="work_changed"),
        )
        constraints = (models.UniqueConstraint(fields=["queue", "order_id", "sub"], name="work_once"),)

    def __str__(self) -> str:
        return f"work {self.pk} of {self.queue}"


class SavedView(models.Model):
    """A queue with filters and a sort under a name, ``shared`` or not; ``query`` is its address’s query string."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    queue = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "queue", "name"], name="view_name"),)

    def __str__(self) -> str:
        return f"view {self.pk} of {self.queue}"


class DefaultView(models.Model):
    """The view that somebody's queue opens with."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    queue = models.CharField(max_length=30)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "queue"], name="default_view_once"),)

    def __str__(self) -> str:
        return f"default view of {self.queue}"
