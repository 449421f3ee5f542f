"""Tests of the local processes."""
