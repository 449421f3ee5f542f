"""Figures of printers in words, for templates."""

from __future__ import annotations

from django import template

from support.shown import printers

register = template.Library()
register.filter("percent", printers.percent)
register.filter("against", printers.against)
register.filter("production", printers.production)
