"""Escalations taken up with printers by their API, through adapters."""
