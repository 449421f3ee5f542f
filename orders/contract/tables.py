"""The backend's tables: their names, keys, record types and packed messages."""

from __future__ import annotations

from dataclasses import dataclass

from google.protobuf.message import Message

from orders.contract import backend_pb2, model


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One table of the backend; ``entity`` is what a row of it is called in our words."""

    name: str
    key: str
    entity: str
    record: type[model.Record]
    message: type[Message]


SOURCE_TABLES: dict[str, SourceTable] = {
    table.name: table
    for table in (
        SourceTable("users", "user_id", "customer", model.User, backend_pb2.User),
        SourceTable("prints", "print_id", "print", model.Print, backend_pb2.Print),
        SourceTable("orders", "order_id", "order", model.Order, backend_pb2.Order),
        SourceTable("renders", "render_id", "render", model.Render, backend_pb2.Render),
        SourceTable("print_jobs", "print_job_id", "print_job", model.PrintJob, backend_pb2.PrintJob),
        SourceTable("shipments", "shipment_id", "parcel", model.Shipment, backend_pb2.Shipment),
        SourceTable("printers", "printer_id", "printer", model.Printer, backend_pb2.Printer),
    )
}
