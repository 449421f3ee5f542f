"""The addresses of the pages. Ids are the backend's: any characters, slashes too, of a length that a key may have."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from support.views import customer, find, order


class RecordId(StringConverter):
    """An id of the backend's."""

    regex = ".{1,600}"


register_converter(RecordId, "id")

urlpatterns = [
    path("", find.find_page, name="find"),
    path("find/typing/", find.find_typing, name="find-typing"),
    # The longer addresses first, because an id may hold a slash.
    path("customers/<id:user_id>/problems/", customer.customer_problems, name="customer-problems"),
    path("customers/<id:user_id>/", customer.customer, name="customer"),
    path("orders/<id:order_id>/live/", order.order_live, name="order-live"),
    path("orders/<id:order_id>/", order.order, name="order"),
]
