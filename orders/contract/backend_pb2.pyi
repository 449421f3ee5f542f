import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PrintState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRINT_STATE_UNKNOWN: _ClassVar[PrintState]
    PRINT_STATE_DRAFT: _ClassVar[PrintState]
    PRINT_STATE_SUBMITTED: _ClassVar[PrintState]
    PRINT_STATE_UPLOADING: _ClassVar[PrintState]
    PRINT_STATE_UPLOADED: _ClassVar[PrintState]
    PRINT_STATE_LAYOUT_ADJUSTED: _ClassVar[PrintState]
    PRINT_STATE_LOCKED: _ClassVar[PrintState]
    PRINT_STATE_UPLOAD_STALLED: _ClassVar[PrintState]
    PRINT_STATE_ASSETS_MISSING: _ClassVar[PrintState]
    PRINT_STATE_ABANDONED: _ClassVar[PrintState]

class OrderState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ORDER_STATE_UNKNOWN: _ClassVar[OrderState]
    ORDER_STATE_AWAITING_PAYMENT: _ClassVar[OrderState]
    ORDER_STATE_PAYMENT_FAILED: _ClassVar[OrderState]
    ORDER_STATE_CONFIRMED: _ClassVar[OrderState]
    ORDER_STATE_PREPARING: _ClassVar[OrderState]
    ORDER_STATE_IN_PRODUCTION: _ClassVar[OrderState]
    ORDER_STATE_PARTIALLY_SHIPPED: _ClassVar[OrderState]
    ORDER_STATE_SHIPPED: _ClassVar[OrderState]
    ORDER_STATE_PARTIALLY_DELIVERED: _ClassVar[OrderState]
    ORDER_STATE_DELIVERED: _ClassVar[OrderState]
    ORDER_STATE_CLOSED: _ClassVar[OrderState]
    ORDER_STATE_ON_HOLD: _ClassVar[OrderState]
    ORDER_STATE_CANCEL_REQUESTED: _ClassVar[OrderState]
    ORDER_STATE_CANCELLED: _ClassVar[OrderState]

class RenderState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RENDER_STATE_UNKNOWN: _ClassVar[RenderState]
    RENDER_STATE_QUEUED: _ClassVar[RenderState]
    RENDER_STATE_RENDERING: _ClassVar[RenderState]
    RENDER_STATE_PREFLIGHT: _ClassVar[RenderState]
    RENDER_STATE_READY: _ClassVar[RenderState]
    RENDER_STATE_FAILED: _ClassVar[RenderState]
    RENDER_STATE_SUPERSEDED: _ClassVar[RenderState]
    RENDER_STATE_CANCELLED: _ClassVar[RenderState]

class PrintJobState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRINT_JOB_STATE_UNKNOWN: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_CREATED: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_SUBMITTED: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_ACCEPTED: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_REJECTED: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_FILES_READY: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_FILE_ERROR: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_IN_PRODUCTION: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_PRINTED: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_BINDING: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_QUALITY_CONTROL: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_PACKED: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_DISPATCHED: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_ON_HOLD: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_ERROR: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_CANCEL_REQUESTED: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_CANCELLED: _ClassVar[PrintJobState]
    PRINT_JOB_STATE_CANCEL_REFUSED: _ClassVar[PrintJobState]

class ShipmentState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SHIPMENT_STATE_UNKNOWN: _ClassVar[ShipmentState]
    SHIPMENT_STATE_LABEL_CREATED: _ClassVar[ShipmentState]
    SHIPMENT_STATE_PICKED_UP: _ClassVar[ShipmentState]
    SHIPMENT_STATE_IN_TRANSIT: _ClassVar[ShipmentState]
    SHIPMENT_STATE_OUT_FOR_DELIVERY: _ClassVar[ShipmentState]
    SHIPMENT_STATE_READY_FOR_PICKUP: _ClassVar[ShipmentState]
    SHIPMENT_STATE_DELIVERED: _ClassVar[ShipmentState]
    SHIPMENT_STATE_ATTEMPT_FAILED: _ClassVar[ShipmentState]
    SHIPMENT_STATE_DELAYED: _ClassVar[ShipmentState]
    SHIPMENT_STATE_CUSTOMS_HOLD: _ClassVar[ShipmentState]
    SHIPMENT_STATE_EXCEPTION: _ClassVar[ShipmentState]
    SHIPMENT_STATE_RETURNING: _ClassVar[ShipmentState]
    SHIPMENT_STATE_RETURNED: _ClassVar[ShipmentState]
    SHIPMENT_STATE_LOST: _ClassVar[ShipmentState]
    SHIPMENT_STATE_DAMAGED: _ClassVar[ShipmentState]
    SHIPMENT_STATE_CANCELLED: _ClassVar[ShipmentState]

class PrinterState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRINTER_STATE_UNKNOWN: _ClassVar[PrinterState]
    PRINTER_STATE_ACTIVE: _ClassVar[PrinterState]
    PRINTER_STATE_PAUSED: _ClassVar[PrinterState]
    PRINTER_STATE_RETIRED: _ClassVar[PrinterState]

class CommandKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COMMAND_KIND_UNKNOWN: _ClassVar[CommandKind]
    COMMAND_KIND_RENDER: _ClassVar[CommandKind]
    COMMAND_KIND_REPRINT: _ClassVar[CommandKind]
    COMMAND_KIND_REROUTE: _ClassVar[CommandKind]
    COMMAND_KIND_CANCEL_PRINT_JOB: _ClassVar[CommandKind]
PRINT_STATE_UNKNOWN: PrintState
PRINT_STATE_DRAFT: PrintState
PRINT_STATE_SUBMITTED: PrintState
PRINT_STATE_UPLOADING: PrintState
PRINT_STATE_UPLOADED: PrintState
PRINT_STATE_LAYOUT_ADJUSTED: PrintState
PRINT_STATE_LOCKED: PrintState
PRINT_STATE_UPLOAD_STALLED: PrintState
PRINT_STATE_ASSETS_MISSING: PrintState
PRINT_STATE_ABANDONED: PrintState
ORDER_STATE_UNKNOWN: OrderState
ORDER_STATE_AWAITING_PAYMENT: OrderState
ORDER_STATE_PAYMENT_FAILED: OrderState
ORDER_STATE_CONFIRMED: OrderState
ORDER_STATE_PREPARING: OrderState
ORDER_STATE_IN_PRODUCTION: OrderState
ORDER_STATE_PARTIALLY_SHIPPED: OrderState
ORDER_STATE_SHIPPED: OrderState
ORDER_STATE_PARTIALLY_DELIVERED: OrderState
ORDER_STATE_DELIVERED: OrderState
ORDER_STATE_CLOSED: OrderState
ORDER_STATE_ON_HOLD: OrderState
ORDER_STATE_CANCEL_REQUESTED: OrderState
ORDER_STATE_CANCELLED: OrderState
RENDER_STATE_UNKNOWN: RenderState
RENDER_STATE_QUEUED: RenderState
RENDER_STATE_RENDERING: RenderState
RENDER_STATE_PREFLIGHT: RenderState
RENDER_STATE_READY: RenderState
RENDER_STATE_FAILED: RenderState
RENDER_STATE_SUPERSEDED: RenderState
RENDER_STATE_CANCELLED: RenderState
PRINT_JOB_STATE_UNKNOWN: PrintJobState
PRINT_JOB_STATE_CREATED: PrintJobState
PRINT_JOB_STATE_SUBMITTED: PrintJobState
PRINT_JOB_STATE_ACCEPTED: PrintJobState
PRINT_JOB_STATE_REJECTED: PrintJobState
PRINT_JOB_STATE_FILES_READY: PrintJobState
PRINT_JOB_STATE_FILE_ERROR: PrintJobState
PRINT_JOB_STATE_IN_PRODUCTION: PrintJobState
PRINT_JOB_STATE_PRINTED: PrintJobState
PRINT_JOB_STATE_BINDING: PrintJobState
PRINT_JOB_STATE_QUALITY_CONTROL: PrintJobState
PRINT_JOB_STATE_PACKED: PrintJobState
PRINT_JOB_STATE_DISPATCHED: PrintJobState
PRINT_JOB_STATE_ON_HOLD: PrintJobState
PRINT_JOB_STATE_ERROR: PrintJobState
PRINT_JOB_STATE_CANCEL_REQUESTED: PrintJobState
PRINT_JOB_STATE_CANCELLED: PrintJobState
PRINT_JOB_STATE_CANCEL_REFUSED: PrintJobState
SHIPMENT_STATE_UNKNOWN: ShipmentState
SHIPMENT_STATE_LABEL_CREATED: ShipmentState
SHIPMENT_STATE_PICKED_UP: ShipmentState
SHIPMENT_STATE_IN_TRANSIT: ShipmentState
SHIPMENT_STATE_OUT_FOR_DELIVERY: ShipmentState
SHIPMENT_STATE_READY_FOR_PICKUP: ShipmentState
SHIPMENT_STATE_DELIVERED: ShipmentState
SHIPMENT_STATE_ATTEMPT_FAILED: ShipmentState
SHIPMENT_STATE_DELAYED: ShipmentState
SHIPMENT_STATE_CUSTOMS_HOLD: ShipmentState
SHIPMENT_STATE_EXCEPTION: ShipmentState
SHIPMENT_STATE_RETURNING: ShipmentState
SHIPMENT_STATE_RETURNED: ShipmentState
SHIPMENT_STATE_LOST: ShipmentState
SHIPMENT_STATE_DAMAGED: ShipmentState
SHIPMENT_STATE_CANCELLED: ShipmentState
PRINTER_STATE_UNKNOWN: PrinterState
PRINTER_STATE_ACTIVE: PrinterState
PRINTER_STATE_PAUSED: PrinterState
PRINTER_STATE_RETIRED: PrinterState
COMMAND_KIND_UNKNOWN: CommandKind
COMMAND_KIND_RENDER: CommandKind
COMMAND_KIND_REPRINT: CommandKind
COMMAND_KIND_REROUTE: CommandKind
COMMAND_KIND_CANCEL_PRINT_JOB: CommandKind

class User(_message.Message):
    __slots__ = ("user_id", "email", "name", "phone", "locale", "country", "created_at", "updated_at")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    email: str
    name: str
    phone: str
    locale: str
    country: str
    created_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, user_id: _Optional[str] = ..., email: _Optional[str] = ..., name: _Optional[str] = ..., phone: _Optional[str] = ..., locale: _Optional[str] = ..., country: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Print(_message.Message):
    __slots__ = ("print_id", "user_id", "product", "title", "template_id", "template_version", "page_count", "photo_count", "photos_uploaded", "photos_failed", "state", "cover_key", "updated_at")
    PRINT_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_VERSION_FIELD_NUMBER: _ClassVar[int]
    PAGE_COUNT_FIELD_NUMBER: _ClassVar[int]
    PHOTO_COUNT_FIELD_NUMBER: _ClassVar[int]
    PHOTOS_UPLOADED_FIELD_NUMBER: _ClassVar[int]
    PHOTOS_FAILED_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    COVER_KEY_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    print_id: str
    user_id: str
    product: str
    title: str
    template_id: str
    template_version: str
    page_count: int
    photo_count: int
    photos_uploaded: int
    photos_failed: int
    state: PrintState
    cover_key: str
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, print_id: _Optional[str] = ..., user_id: _Optional[str] = ..., product: _Optional[str] = ..., title: _Optional[str] = ..., template_id: _Optional[str] = ..., template_version: _Optional[str] = ..., page_count: _Optional[int] = ..., photo_count: _Optional[int] = ..., photos_uploaded: _Optional[int] = ..., photos_failed: _Optional[int] = ..., state: _Optional[_Union[PrintState, str]] = ..., cover_key: _Optional[str] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class OrderLine(_message.Message):
    __slots__ = ("line_id", "print_id", "product", "quantity", "unit_price")
    LINE_ID_FIELD_NUMBER: _ClassVar[int]
    PRINT_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    UNIT_PRICE_FIELD_NUMBER: _ClassVar[int]
    line_id: str
    print_id: str
    product: str
    quantity: int
    unit_price: int
    def __init__(self, line_id: _Optional[str] = ..., print_id: _Optional[str] = ..., product: _Optional[str] = ..., quantity: _Optional[int] = ..., unit_price: _Optional[int] = ...) -> None: ...

class Address(_message.Message):
    __slots__ = ("name", "line1", "line2", "city", "region", "postcode", "country")
    NAME_FIELD_NUMBER: _ClassVar[int]
    LINE1_FIELD_NUMBER: _ClassVar[int]
    LINE2_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    POSTCODE_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    name: str
    line1: str
    line2: str
    city: str
    region: str
    postcode: str
    country: str
    def __init__(self, name: _Optional[str] = ..., line1: _Optional[str] = ..., line2: _Optional[str] = ..., city: _Optional[str] = ..., region: _Optional[str] = ..., postcode: _Optional[str] = ..., country: _Optional[str] = ...) -> None: ...

class Order(_message.Message):
    __slots__ = ("order_id", "order_number", "user_id", "state", "hold_reason", "cancelled_by", "currency", "total", "payment_reference", "lines", "ship_to", "shipping_method", "placed_at", "paid_at", "dispatch_by", "deliver_by", "first_deliver_by", "cancelled_at", "updated_at", "delivered_at")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_NUMBER_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    HOLD_REASON_FIELD_NUMBER: _ClassVar[int]
    CANCELLED_BY_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    SHIP_TO_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_METHOD_FIELD_NUMBER: _ClassVar[int]
    PLACED_AT_FIELD_NUMBER: _ClassVar[int]
    PAID_AT_FIELD_NUMBER: _ClassVar[int]
    DISPATCH_BY_FIELD_NUMBER: _ClassVar[int]
    DELIVER_BY_FIELD_NUMBER: _ClassVar[int]
    FIRST_DELIVER_BY_FIELD_NUMBER: _ClassVar[int]
    CANCELLED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    DELIVERED_AT_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    order_number: str
    user_id: str
    state: OrderState
    hold_reason: str
    cancelled_by: str
    currency: str
    total: int
    payment_reference: str
    lines: _containers.RepeatedCompositeFieldContainer[OrderLine]
    ship_to: Address
    shipping_method: str
    placed_at: _timestamp_pb2.Timestamp
    paid_at: _timestamp_pb2.Timestamp
    dispatch_by: _timestamp_pb2.Timestamp
    deliver_by: _timestamp_pb2.Timestamp
    first_deliver_by: _timestamp_pb2.Timestamp
    cancelled_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    delivered_at: _timestamp_pb2.Timestamp
    def __init__(self, order_id: _Optional[str] = ..., order_number: _Optional[str] = ..., user_id: _Optional[str] = ..., state: _Optional[_Union[OrderState, str]] = ..., hold_reason: _Optional[str] = ..., cancelled_by: _Optional[str] = ..., currency: _Optional[str] = ..., total: _Optional[int] = ..., payment_reference: _Optional[str] = ..., lines: _Optional[_Iterable[_Union[OrderLine, _Mapping]]] = ..., ship_to: _Optional[_Union[Address, _Mapping]] = ..., shipping_method: _Optional[str] = ..., placed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., paid_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., dispatch_by: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., deliver_by: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., first_deliver_by: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., cancelled_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., delivered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RenderFailure(_message.Message):
    __slots__ = ("code", "message", "page", "retryable")
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    RETRYABLE_FIELD_NUMBER: _ClassVar[int]
    code: str
    message: str
    page: int
    retryable: bool
    def __init__(self, code: _Optional[str] = ..., message: _Optional[str] = ..., page: _Optional[int] = ..., retryable: _Optional[bool] = ...) -> None: ...

class Render(_message.Message):
    __slots__ = ("render_id", "order_id", "line_id", "print_id", "attempt", "state", "failure", "renderer_version", "template_id", "template_version", "pdf_key", "preview_keys", "checksum", "page_count", "command_id", "queued_at", "started_at", "finished_at", "updated_at")
    RENDER_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    LINE_ID_FIELD_NUMBER: _ClassVar[int]
    PRINT_ID_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    RENDERER_VERSION_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_VERSION_FIELD_NUMBER: _ClassVar[int]
    PDF_KEY_FIELD_NUMBER: _ClassVar[int]
    PREVIEW_KEYS_FIELD_NUMBER: _ClassVar[int]
    CHECKSUM_FIELD_NUMBER: _ClassVar[int]
    PAGE_COUNT_FIELD_NUMBER: _ClassVar[int]
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    QUEUED_AT_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    FINISHED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    render_id: str
    order_id: str
    line_id: str
    print_id: str
    attempt: int
    state: RenderState
    failure: RenderFailure
    renderer_version: str
    template_id: str
    template_version: str
    pdf_key: str
    preview_keys: _containers.RepeatedScalarFieldContainer[str]
    checksum: str
    page_count: int
    command_id: str
    queued_at: _timestamp_pb2.Timestamp
    started_at: _timestamp_pb2.Timestamp
    finished_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, render_id: _Optional[str] = ..., order_id: _Optional[str] = ..., line_id: _Optional[str] = ..., print_id: _Optional[str] = ..., attempt: _Optional[int] = ..., state: _Optional[_Union[RenderState, str]] = ..., failure: _Optional[_Union[RenderFailure, _Mapping]] = ..., renderer_version: _Optional[str] = ..., template_id: _Optional[str] = ..., template_version: _Optional[str] = ..., pdf_key: _Optional[str] = ..., preview_keys: _Optional[_Iterable[str]] = ..., checksum: _Optional[str] = ..., page_count: _Optional[int] = ..., command_id: _Optional[str] = ..., queued_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., finished_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PrintJob(_message.Message):
    __slots__ = ("print_job_id", "order_id", "line_id", "render_id", "printer_id", "printer_reference", "state", "raw_status", "reason", "cost", "currency", "reprint_of", "cause", "command_id", "submitted_at", "accepted_at", "printed_at", "dispatched_at", "dispatch_by", "updated_at")
    PRINT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    LINE_ID_FIELD_NUMBER: _ClassVar[int]
    RENDER_ID_FIELD_NUMBER: _ClassVar[int]
    PRINTER_ID_FIELD_NUMBER: _ClassVar[int]
    PRINTER_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAW_STATUS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    COST_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    REPRINT_OF_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_AT_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_AT_FIELD_NUMBER: _ClassVar[int]
    PRINTED_AT_FIELD_NUMBER: _ClassVar[int]
    DISPATCHED_AT_FIELD_NUMBER: _ClassVar[int]
    DISPATCH_BY_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    print_job_id: str
    order_id: str
    line_id: str
    render_id: str
    printer_id: str
    printer_reference: str
    state: PrintJobState
    raw_status: str
    reason: str
    cost: int
    currency: str
    reprint_of: str
    cause: str
    command_id: str
    submitted_at: _timestamp_pb2.Timestamp
    accepted_at: _timestamp_pb2.Timestamp
    printed_at: _timestamp_pb2.Timestamp
    dispatched_at: _timestamp_pb2.Timestamp
    dispatch_by: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, print_job_id: _Optional[str] = ..., order_id: _Optional[str] = ..., line_id: _Optional[str] = ..., render_id: _Optional[str] = ..., printer_id: _Optional[str] = ..., printer_reference: _Optional[str] = ..., state: _Optional[_Union[PrintJobState, str]] = ..., raw_status: _Optional[str] = ..., reason: _Optional[str] = ..., cost: _Optional[int] = ..., currency: _Optional[str] = ..., reprint_of: _Optional[str] = ..., cause: _Optional[str] = ..., command_id: _Optional[str] = ..., submitted_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., accepted_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., printed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., dispatched_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., dispatch_by: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Scan(_message.Message):
    __slots__ = ("at", "code", "description", "location")
    AT_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    LOCATION_FIELD_NUMBER: _ClassVar[int]
    at: _timestamp_pb2.Timestamp
    code: str
    description: str
    location: str
    def __init__(self, at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., code: _Optional[str] = ..., description: _Optional[str] = ..., location: _Optional[str] = ...) -> None: ...

class Shipment(_message.Message):
    __slots__ = ("shipment_id", "order_id", "print_job_ids", "printer_id", "carrier", "service", "tracking_number", "tracking_url", "state", "raw_status", "exception_reason", "scans", "handed_over_at", "deliver_by", "eta", "first_attempt_at", "delivered_at", "updated_at")
    SHIPMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    PRINT_JOB_IDS_FIELD_NUMBER: _ClassVar[int]
    PRINTER_ID_FIELD_NUMBER: _ClassVar[int]
    CARRIER_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    TRACKING_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TRACKING_URL_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAW_STATUS_FIELD_NUMBER: _ClassVar[int]
    EXCEPTION_REASON_FIELD_NUMBER: _ClassVar[int]
    SCANS_FIELD_NUMBER: _ClassVar[int]
    HANDED_OVER_AT_FIELD_NUMBER: _ClassVar[int]
    DELIVER_BY_FIELD_NUMBER: _ClassVar[int]
    ETA_FIELD_NUMBER: _ClassVar[int]
    FIRST_ATTEMPT_AT_FIELD_NUMBER: _ClassVar[int]
    DELIVERED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    shipment_id: str
    order_id: str
    print_job_ids: _containers.RepeatedScalarFieldContainer[str]
    printer_id: str
    carrier: str
    service: str
    tracking_number: str
    tracking_url: str
    state: ShipmentState
    raw_status: str
    exception_reason: str
    scans: _containers.RepeatedCompositeFieldContainer[Scan]
    handed_over_at: _timestamp_pb2.Timestamp
    deliver_by: _timestamp_pb2.Timestamp
    eta: _timestamp_pb2.Timestamp
    first_attempt_at: _timestamp_pb2.Timestamp
    delivered_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, shipment_id: _Optional[str] = ..., order_id: _Optional[str] = ..., print_job_ids: _Optional[_Iterable[str]] = ..., printer_id: _Optional[str] = ..., carrier: _Optional[str] = ..., service: _Optional[str] = ..., tracking_number: _Optional[str] = ..., tracking_url: _Optional[str] = ..., state: _Optional[_Union[ShipmentState, str]] = ..., raw_status: _Optional[str] = ..., exception_reason: _Optional[str] = ..., scans: _Optional[_Iterable[_Union[Scan, _Mapping]]] = ..., handed_over_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., deliver_by: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., eta: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., first_attempt_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., delivered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Printer(_message.Message):
    __slots__ = ("printer_id", "name", "country", "products", "state", "contact_email", "contact_phone", "timezone", "production_days", "claim_window_days", "updated_at")
    PRINTER_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    PRODUCTS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_EMAIL_FIELD_NUMBER: _ClassVar[int]
    CONTACT_PHONE_FIELD_NUMBER: _ClassVar[int]
    TIMEZONE_FIELD_NUMBER: _ClassVar[int]
    PRODUCTION_DAYS_FIELD_NUMBER: _ClassVar[int]
    CLAIM_WINDOW_DAYS_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    printer_id: str
    name: str
    country: str
    products: _containers.RepeatedScalarFieldContainer[str]
    state: PrinterState
    contact_email: str
    contact_phone: str
    timezone: str
    production_days: int
    claim_window_days: int
    updated_at: _timestamp_pb2.Timestamp
    def __init__(self, printer_id: _Optional[str] = ..., name: _Optional[str] = ..., country: _Optional[str] = ..., products: _Optional[_Iterable[str]] = ..., state: _Optional[_Union[PrinterState, str]] = ..., contact_email: _Optional[str] = ..., contact_phone: _Optional[str] = ..., timezone: _Optional[str] = ..., production_days: _Optional[int] = ..., claim_window_days: _Optional[int] = ..., updated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Command(_message.Message):
    __slots__ = ("command_id", "kind", "order_id", "line_id", "render_id", "print_job_id", "printer_id", "cause", "requested_by", "requested_at")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    LINE_ID_FIELD_NUMBER: _ClassVar[int]
    RENDER_ID_FIELD_NUMBER: _ClassVar[int]
    PRINT_JOB_ID_FIELD_NUMBER: _ClassVar[int]
    PRINTER_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_BY_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_AT_FIELD_NUMBER: _ClassVar[int]
    command_id: str
    kind: CommandKind
    order_id: str
    line_id: str
    render_id: str
    print_job_id: str
    printer_id: str
    cause: str
    requested_by: str
    requested_at: _timestamp_pb2.Timestamp
    def __init__(self, command_id: _Optional[str] = ..., kind: _Optional[_Union[CommandKind, str]] = ..., order_id: _Optional[str] = ..., line_id: _Optional[str] = ..., render_id: _Optional[str] = ..., print_job_id: _Optional[str] = ..., printer_id: _Optional[str] = ..., cause: _Optional[str] = ..., requested_by: _Optional[str] = ..., requested_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
