"""Tests of reports that run by themselves."""
