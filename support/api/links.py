"""Addresses of pages and calls as programs get them: whole, with scheme and host."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from rest_framework.request import Request

from orders.find.model import Hit
from support.shown.hits import address_of


def page(request: Request, name: str, key: str) -> str | None:
    """The page of a customer or an order; None where its id is none that an address can hold."""
    try:
        return request.build_absolute_uri(reverse(name, args=[key]))
    except NoReverseMatch:
        return None


def hit(request: Request, found: Hit) -> str | None:
    """Where a hit leads, None where there is no page for it."""
    try:
        address = address_of(found)
    except NoReverseMatch:
        return None
    return request.build_absolute_uri(address) if address else None


def call(request: Request, name: str, key: str, cursor: str = "") -> str:
    """A call of the API, from a cursor on."""
    query = "?" + urlencode({"cursor": cursor}) if cursor else ""
    return request.build_absolute_uri(reverse(f"api:{name}", args=[key]) + query)


def following(request: Request, cursor: str) -> str:
    """The same call from a cursor on, narrowed as it was."""
    query = request.query_params.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
