"""Every call under ``/api/v1/``."""

from __future__ import annotations

from django.urls import path, re_path

from support.api import commands, docs, notes, nothing, schema, views

app_name = "api"

urlpatterns = [
    path("find", views.Find.as_view(), name="find"),
    path("customers/<str:user_id>", views.Customer.as_view(), name="customer"),
    path("customers/<str:user_id>/orders", views.CustomerOrders.as_view(), name="customer-orders"),
    path("orders/<str:order_id>", views.Order.as_view(), name="order"),
    path("orders/<str:order_id>/commands", commands.OrderCommands.as_view(), name="order-commands"),
    path("commands", commands.Commands.as_view(), name="commands"),
    path("commands/<str:command_id>", commands.OneCommand.as_view(), name="command"),
    path("orders/<str:order_id>/notes", notes.OrderNotes.as_view(), name="order-notes"),
    path("orders/<str:order_id>/raw", views.OrderRaw.as_view(), name="order-raw"),
    path("schema/", schema.Schema.as_view(), name="schema"),
    path("docs/", docs.docs, name="docs"),
    re_path("", nothing.nothing, name="nothing"),
]
