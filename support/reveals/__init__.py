"""Showing personal data: for a reason, for a while, on record."""
