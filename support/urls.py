"""The addresses of the pages. Ids are the backend's: any characters, slashes too, of a length that a key may have."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from support.views import (
    audit,
    commands,
    customer,
    diff,
    drafts,
    find,
    notes,
    notices,
    order,
    pictures,
    quarantine,
    replies,
    requests,
    reveals,
    watching,
)


class RecordId(StringConverter):
    """An id of the backend's."""

    regex = ".{1,600}"


register_converter(RecordId, "id")

urlpatterns = [
    path("", find.find_page, name="find"),
    path("find/typing/", find.find_typing, name="find-typing"),
    path("notices/", notices.notices, name="notices"),
    path("notices/count/", notices.notices_count, name="notices-count"),
    path("notices/read/", notices.notices_read, name="notices-read"),
    path("notices/<int:notice_id>/read/", notices.notice_read, name="notice-read"),
    path("notices/<int:notice_id>/open/", notices.notice_open, name="notice-open"),
    path("drafts/", drafts.draft, name="draft"),
    path("drafts/token/", drafts.draft_token, name="draft-token"),
    path("notes/colleagues/", notes.colleagues, name="note-colleagues"),
    path("notes/<int:note_id>/edit/", notes.note_edit, name="note-edit"),
    path("notes/<int:note_id>/withdraw/", notes.note_withdraw, name="note-withdraw"),
    path("notes/<int:note_id>/pin/", notes.note_pin, name="note-pin"),
    path("notes/<int:note_id>/unpin/", notes.note_unpin, name="note-unpin"),
    path("quarantine/", quarantine.records, name="quarantine"),
    path("quarantine/<str:record_id>/", quarantine.record, name="quarantine-record"),
    path("quarantine/<str:record_id>/replay/", quarantine.replay, name="quarantine-replay"),
    path("quarantine/<str:record_id>/discard/", quarantine.discard, name="quarantine-discard"),
    path("audit/", audit.audit, name="audit"),
    path("audit/standing/", audit.audit_standing, name="audit-standing"),
    path("audit/verify/", audit.audit_verify, name="audit-verify"),
    path("audit/export/", audit.audit_export, name="audit-export"),
    path("audit/<str:event_number>/", audit.audit_event, name="audit-event"),
    path("commands/", commands.commands, name="commands"),
    path("commands/<str:command_id>/give-up/", commands.command_give_up, name="command-give-up"),
    path("replies/", replies.replies, name="replies"),
    path("replies/<str:situation>/<str:language>/", replies.reply, name="reply"),
    path("replies/<str:situation>/<str:language>/preview/", replies.reply_preview, name="reply-preview"),
    path("replies/<str:situation>/<str:language>/back/", replies.reply_back, name="reply-back"),
    path("watching/", watching.watching, name="watching"),
    path("requests/", requests.requests, name="requests"),
    path("requests/own/", requests.requests_own, name="requests-own"),
    path("requests/decided/", requests.requests_closed, name="requests-closed"),
    path("requests/<str:request_id>/", requests.one_request, name="request"),
    path("requests/<str:request_id>/approve/", requests.request_approve, name="request-approve"),
    path("requests/<str:request_id>/decline/", requests.request_decline, name="request-decline"),
    path("requests/<str:request_id>/withdraw/", requests.request_withdraw, name="request-withdraw"),
    # The longer addresses first, because an id may hold a slash.
    path("customers/<id:user_id>/problems/", customer.customer_problems, name="customer-problems"),
    path("customers/<id:user_id>/reveal/", reveals.reveal_customer, name="customer-reveal"),
    path("customers/<id:user_id>/hide/", reveals.hide_customer, name="customer-hide"),
    path("customers/<id:user_id>/who/", customer.customer_who, name="customer-who"),
    path("customers/<id:user_id>/notes/", notes.customer_notes, name="customer-notes"),
    path("customers/<id:user_id>/", customer.customer, name="customer"),
    path("orders/<id:order_id>/lines/<id:line_id>/render/", commands.render_again, name="order-render"),
    path("orders/<id:order_id>/lines/<id:line_id>/renders/compare/", diff.compare, name="order-compare"),
    path(
        "orders/<id:order_id>/lines/<id:line_id>/renders/compare/pictures/",
        diff.compare_pictures,
        name="order-compare-pictures",
    ),
    path("orders/<id:order_id>/jobs/<id:print_job_id>/reprint/", commands.reprint, name="order-reprint"),
    path("orders/<id:order_id>/jobs/<id:print_job_id>/reroute/", commands.reroute, name="order-reroute"),
    path("orders/<id:order_id>/jobs/<id:print_job_id>/ask-reprint/", requests.ask_reprint, name="order-ask-reprint"),
    path("orders/<id:order_id>/jobs/<id:print_job_id>/ask-reroute/", requests.ask_reroute, name="order-ask-reroute"),
    path("orders/<id:order_id>/jobs/<id:print_job_id>/cancel/", commands.cancel_job, name="order-cancel-job"),
    path("orders/<id:order_id>/reply/", replies.order_reply, name="order-reply"),
    path("orders/<id:order_id>/notes/", notes.order_notes, name="order-notes"),
    path("orders/<id:order_id>/presence/", watching.order_presence, name="order-presence"),
    path("orders/<id:order_id>/presence/leave/", watching.order_leave, name="order-leave"),
    path("orders/<id:order_id>/watch/", watching.order_watch, name="order-watch"),
    path("orders/<id:order_id>/unwatch/", watching.order_unwatch, name="order-unwatch"),
    path("orders/<id:order_id>/live/", order.order_live, name="order-live"),
    path("orders/<id:order_id>/renders/<id:render_id>/pictures/", pictures.render_pictures, name="render-pictures"),
    path("orders/<id:order_id>/pictures/", pictures.order_pictures, name="order-pictures"),
    path("orders/<id:order_id>/renders/<id:render_id>/pages/<int:page>/", reveals.render_page, name="render-page"),
    path("orders/<id:order_id>/renders/<id:render_id>/file/", reveals.render_file, name="render-file"),
    path("orders/<id:order_id>/prints/<id:print_id>/cover/", reveals.print_cover, name="print-cover"),
    path("orders/<id:order_id>/reveal/", reveals.reveal_order, name="order-reveal"),
    path("orders/<id:order_id>/hide/", reveals.hide_order, name="order-hide"),
    path("orders/<id:order_id>/", order.order, name="order"),
]
