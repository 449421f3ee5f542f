"""The addresses of the pages. Ids are the backend's: anything without a slash, of a length that a key may have."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from support.views import customer, find, order


class RecordId(StringConverter):
    """An id of the backend's."""

    regex = "[^/]{1,200}"


register_converter(RecordId, "id")

urlpatterns = [
    path("", find.find_page, name="find"),
    path("find/typing/", find.find_typing, name="find-typing"),
    path("customers/<id:user_id>/", customer.customer, name="customer"),
    path("customers/<id:user_id>/problems/", customer.customer_problems, name="customer-problems"),
    path("orders/<id:order_id>/", order.order, name="order"),
    path("orders/<id:order_id>/live/", order.order_live, name="order-live"),
]
