"""A command as the backend gets it."""

from __future__ import annotations

from google.protobuf import json_format

from orders.contract import backend_pb2
from orders.contract.model import CommandKind
from support.commands.models import Command

KINDS = {
    CommandKind.RENDER: backend_pb2.COMMAND_KIND_RENDER,
    CommandKind.REPRINT: backend_pb2.COMMAND_KIND_REPRINT,
    CommandKind.REROUTE: backend_pb2.COMMAND_KIND_REROUTE,
    CommandKind.CANCEL_PRINT_JOB: backend_pb2.COMMAND_KIND_CANCEL_PRINT_JOB,
}


def message_of(command: Command) -> bytes:
    """Proto3 JSON of ``backend.v1.Command`` with proto field names, in UTF-8: what is stored, sent and sent again."""
    whole = backend_pb2.Command(
        command_id=command.pk,
        kind=KINDS[CommandKind(command.kind)],
        order_id=command.order_id,
        line_id=command.line_id,
        render_id=command.render_id,
        print_job_id=command.print_job_id,
        printer_id=command.printer_id,
        cause=command.cause,
        requested_by=command.actor,
    )
    whole.requested_at.FromDatetime(command.requested_at)
    text: str = json_format.MessageToJson(whole, preserving_proto_field_name=True, indent=None, ensure_ascii=False)
    return text.encode()
