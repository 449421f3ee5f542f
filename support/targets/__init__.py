"""Targets of promises kept, by lane and product, with their history."""
