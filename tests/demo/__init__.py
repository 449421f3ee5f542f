"""Tests of the demo: its supervisor, and its forty orders."""
