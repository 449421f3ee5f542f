"""Writing to the printer of an escalation by program, and reading what was written."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.permissions import Permission
from support.api import documented, idempotency
from support.api.base import Call
from support.api.commands import IDEMPOTENCY_KEY, ShallowJson
from support.api.escalations import ESCALATION_ID, REFUSALS, asker_of, invalid_fields, refusal_problem
from support.api.messages import messages_told
from support.api.shapes.mails import MessagesShape, MessageToSendShape
from support.commands.refusals import Invalid, NotAllowed
from support.escalations.hold import is_own
from support.escalations.listing import find_escalation
from support.escalations.send import is_first, send, write_again
from support.shown.mails import escalation_mask


class EscalationMessages(Call):
    """Sending an escalation to its printer, and writing again."""

    permission = Permission.MOVE_ESCALATION
    rate = "act"
    parser_classes = (ShallowJson,)

    @extend_schema(
        operation_id="write_to_printer",
        summary="Send an escalation to its printer, or write to them again",
        parameters=[ESCALATION_ID, IDEMPOTENCY_KEY],
        request=MessageToSendShape,
        responses=documented.answers(MessagesShape, 400, 404, 409, 413, 422, good=201),
        tags=["Escalations"],
    )
    def post(self, request: Request, escalation_id: str) -> Response:
        """201 with all messages. Where it was not sent yet it is, and moves to `sent_to_printer`; else one more message
        goes out in the same thread. By mail or by the printer's API, as its rules say.
        """
        return idempotency.once(request, lambda: self._write(request, escalation_id))

    def _write(self, request: Request, escalation_id: str) -> Response:
        found, asker = find_escalation(escalation_id), asker_of(request)
        if found is None:
            raise Http404("There is no escalation with this id.")
        if not asker.may(self.permission, own=is_own(asker, found)):
            return refusal_problem(request, NotAllowed(self.permission))
        sent = MessageToSendShape(data=request.data)
        sent.is_valid(raise_exception=True)
        about = sent.validated_data
        common = {"evidence": about["evidence"], "seen": about["changes"]}
        try:
            if is_first(found):
                send(asker, found.pk, about["text"], anyway=about["anyway"], **common)
            else:
                write_again(asker, found.pk, about["text"], **common)
        except Invalid as invalid:
            return invalid_fields(invalid)
        except REFUSALS as refusal:
            return refusal_problem(request, refusal)
        results = messages_told(found.pk, escalation_mask(found))
        return Response(MessagesShape({"results": results}).data, status=201)
