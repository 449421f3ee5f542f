"""Comparing two render attempts of a line, page by page."""
