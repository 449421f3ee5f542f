"""Tests of what the person on call uses: metrics, health, quarantine, audit, runbook."""
