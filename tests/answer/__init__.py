"""Tests of the answer, its deadlines and its timeline: pure functions, no database, no cloud."""
