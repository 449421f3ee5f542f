"""Targets of promises kept: which counts when, adding versions, the page."""
