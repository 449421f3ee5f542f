"""Asking for something, and asking what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import IO, Any, Final

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated, ParseError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.models import ApiToken
from dashboard.permissions import Permission
from orders.contract.model import CommandKind
from support.api import cursors, documented, idempotency, links, present
from support.api.base import Call
from support.api.problems import RETRY_SECONDS, problem
from support.api.shapes.command import CommandShape, CommandsShape, WishShape
from support.commands.ask import ask
from support.commands.asker import Asker
from support.commands.kinds import ACTS
from support.commands.listing import find_command
from support.commands.refusals import (
    AboveLimit,
    Busy,
    Existing,
    Invalid,
    KeyUsed,
    NotAllowed,
    NotThere,
    Refused,
    Stale,
    UnderWay,
)
from support.commands.wanted import MINE, STAGES, Wanted, listed
from support.commands.wish import Wish

IDEMPOTENCY_KEY = OpenApiParameter(
    idempotency.HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The same key and body give the first answer again, for two days.",
)
COMMAND_ID = OpenApiParameter("command_id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The command's id.")
STATE = OpenApiParameter("state", OpenApiTypes.STR, enum=list(STAGES), default="open", description="How far they are.")
KIND = OpenApiParameter("kind", OpenApiTypes.STR, enum=[kind.value for kind in ACTS])
WHOSE = OpenApiParameter("whose", OpenApiTypes.STR, enum=[MINE], description="Only those of this token.")
ORDER = OpenApiParameter("order", OpenApiTypes.STR, description="Only those of this order, by its id.")
ASKED = OpenApiExample(
    "Render a line again",
    request_only=True,
    value={"kind": "render", "line_id": "1", "cause": "asset_missing", "version": 12},
)


STATUS: Final = {NotThere: 404, NotAllowed: 403, AboveLimit: 403, KeyUsed: 422, Busy: 503}
REFUSALS: Final = (Refused, UnderWay, Stale, NotAllowed, NotThere, Busy)


class ShallowJson(JSONParser):
    """JSON that is not nested so deeply that reading it breaks."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """As the parser of the framework does."""
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("The body is nested too deeply.") from error


class OrderCommands(Call):
    """What may be asked of an order."""

    permission = Permission.GIVE_COMMANDS
    rate = "act"
    parser_classes = (ShallowJson,)

    @extend_schema(
        operation_id="ask",
        summary="Ask for a render, a reprint, a reprint elsewhere or the end of a print job",
        parameters=[documented.ORDER_ID, IDEMPOTENCY_KEY],
        request=WishShape,
        responses=documented.answers(CommandShape, 400, 404, 409, 413, 422, good=201),
        examples=[ASKED],
        tags=["Commands"],
    )
    def post(self, request: Request, order_id: str) -> Response:
        """201 with the command. 409 with `existing` where the same is under way, with `current_version` where the
        order has changed since `version`, and where it makes no sense as things stand.
        """
        return idempotency.once(request, lambda: self._ask(request, order_id))

    def _ask(self, request: Request, order_id: str) -> Response:
        sent = WishShape(data=request.data)
        sent.is_valid(raise_exception=True)
        about = dict(sent.validated_data)
        key = idempotency.key_of(request) or uuid.uuid4().hex
        wish = Wish(kind=CommandKind(about.pop("kind")), order_id=order_id, words=about.pop("reason"), key=key, **about)
        try:
            command = ask(asker_of(request), wish)
        except Invalid as invalid:
            return problem(400, "See errors.", errors={field: [words] for field, words in invalid.errors.items()})
        except REFUSALS as refusal:
            return refused(refusal)
        return Response(CommandShape(present.command(request, command)).data, status=201)


class Commands(Call):
    """Commands as a list."""

    permission = Permission.VIEW_COMMANDS

    @extend_schema(
        operation_id="commands",
        summary="Commands by how far they are, kind, whose and order",
        parameters=[STATE, KIND, WHOSE, ORDER, documented.CURSOR],
        responses=documented.answers(CommandsShape, 400),
        tags=["Commands"],
    )
    def get(self, request: Request) -> Response:
        """Open ones oldest first, others newest first, by page: follow `next` until it is null. A token that may not
        see everybody's sees its own.
        """
        asker, asked = asker_of(request), request.query_params.dict()
        cursor = asked.pop("cursor", "")
        try:
            wanted = Wanted.read(asked, asker.actor.id, everybody=asker.may(Permission.VIEW_ALL_COMMANDS))
            page = listed(wanted, cursors.opened(str(wanted), cursor))
        except ValueError as error:
            raise ParseError(str(error)) from error
        following = links.following(request, cursors.sealed(str(wanted), page.after)) if page.after else None
        found = [present.command(request, command) for command in page.commands]
        return Response(CommandsShape({"results": found, "next": following}).data)


class OneCommand(Call):
    """One command."""

    permission = Permission.VIEW_COMMANDS

    @extend_schema(
        operation_id="command",
        summary="How far a command is, and what it made",
        parameters=[COMMAND_ID],
        responses=documented.answers(CommandShape, 404),
        tags=["Commands"],
    )
    def get(self, request: Request, command_id: str) -> Response:
        """`requested` until it is sent, `started` until what it makes is seen, then `seen`; `done`, `failed` or
        `refused` in the end; `overdue` while nothing is seen of it in time.
        """
        command, asker = find_command(command_id), asker_of(request)
        if command is None or not asker.may(self.permission, own=command.actor == asker.actor.id):
            raise Http404("There is no command with this id, or not one of this token’s own.")
        return Response(CommandShape(present.command(request, command)).data)


def asker_of(request: Request) -> Asker:
    """The program that calls; only tokens open these calls."""
    if not isinstance(request.auth, ApiToken):
        raise NotAuthenticated
    return Asker.program(request.auth)


def refused(refusal: Exception) -> Response:
    """The problem that a refusal is: 409 where nothing else fits better."""
    more: dict[str, Any] = {}
    if isinstance(refusal, UnderWay):
        more["existing"] = _existing(refusal.existing)
    elif isinstance(refusal, Stale):
        more["current_version"] = refusal.version
    elif isinstance(refusal, Busy):
        more["headers"] = {"Retry-After": str(RETRY_SECONDS)}
    words = f"This token may not: {refusal}." if isinstance(refusal, NotAllowed) else str(refusal)
    return problem(STATUS.get(type(refusal), 409), words, **more)


def _existing(found: Existing) -> dict[str, Any]:
    since = found.since.isoformat().replace("+00:00", "Z") if found.since else None
    told = {"kind": found.kind, "id": found.id, "state": found.state, "since": since, "requested_by_name": found.by}
    return told | ({"command_id": found.id} if found.kind == "command" else {})
