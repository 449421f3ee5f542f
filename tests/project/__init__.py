"""Tests of the installation: settings, checks, logs."""
