"""Spikes of failures, rejects and claims, each with its orders."""
