"""Writing notes by program, and telling of those there are."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.models import ApiToken
from dashboard.permissions import Permission
from orders.read import load_story
from support import masking
from support.api import documented, idempotency
from support.api.base import Call
from support.api.commands import IDEMPOTENCY_KEY, ShallowJson
from support.api.problems import problem
from support.api.shapes.note import NewNoteShape, NoteShape
from support.commands.asker import Asker
from support.commands.refusals import Invalid
from support.notes.listing import logins_of
from support.notes.models import Note
from support.notes.write import About, address_of, write
from support.shown.notes import Mask, masked, written_by

WRITTEN = OpenApiExample(
    "Tell a colleague",
    request_only=True,
    value={"text": "The customer sent a photo of the torn spine. @ana, please look."},
)


class OrderNotes(Call):
    """Notes about an order."""

    permission = Permission.WRITE_NOTE
    rate = "act"
    parser_classes = (ShallowJson,)

    @extend_schema(
        operation_id="write_note",
        summary="Write a note about an order",
        parameters=[documented.ORDER_ID, IDEMPOTENCY_KEY],
        request=NewNoteShape,
        responses=documented.answers(NoteShape, 400, 404, 409, 413, 422, good=201),
        examples=[WRITTEN],
        tags=["Notes"],
    )
    def post(self, request: Request, order_id: str) -> Response:
        """201 with the note, which colleagues see on the order's page and in its timeline."""
        return idempotency.once(request, lambda: self._write(request, order_id))

    def _write(self, request: Request, order_id: str) -> Response:
        sent = NewNoteShape(data=request.data)
        sent.is_valid(raise_exception=True)
        if not isinstance(request.auth, ApiToken):
            raise NotAuthenticated
        story = load_story(order_id)
        if story is None:
            raise Http404("There is no order with this id.")
        about = About(story.snapshot.order.user_id if story.snapshot.order else "", order_id)
        key = idempotency.key_of(request) or uuid.uuid4().hex
        try:
            note = write(Asker.program(request.auth), about, sent.validated_data["text"], key)
        except Invalid as invalid:
            return problem(400, "See errors.", errors={field: [words] for field, words in invalid.errors.items()})
        note.logins = list(note.mentions.values_list("username", flat=True))  # type: ignore[attr-defined]
        return Response(NoteShape(told(request, note, masked(masking.story_secrets(story)))).data, status=201)


def told(request: Request, note: Note, mask: Mask) -> dict[str, Any]:
    """A note as programs get it."""
    kept = ("order_id", "written_at", "edited_at", "pinned_at")
    return {name: getattr(note, name) for name in kept} | {
        "note_id": note.pk,
        "text": mask(note.text),
        "written_by": note.actor,
        "written_by_name": written_by(note),
        "mentions": sorted(logins_of(note)),
        "url": request.build_absolute_uri(address_of(note)),
    }


def all_told(request: Request, notes: Iterable[Note], mask: Mask) -> list[dict[str, Any]]:
    """Those that were not withdrawn, in their order."""
    return [told(request, note, mask) for note in notes if note.withdrawn_at is None]
