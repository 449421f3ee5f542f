"""A printer in a projection in memory, and people who look after its rules."""

from __future__ import annotations

import pytest

from dashboard.roles import Role
from support.commands.asker import Asker
from tests.commands.conftest import Staff, staff
from tests.printers.conftest import Plant, SignedIn, plant, signed_in

__all__ = ["Plant", "SignedIn", "Staff", "admin", "koeln", "plant", "signed_in", "staff"]

WHY = "agreed with them by phone"


@pytest.fixture
def koeln(plant: Plant) -> str:
    """A printer's id: its row has an address and a claim window."""
    plant.printer("koeln", contact_email="claims@koeln.example", claim_window_days=21)
    return "koeln"


@pytest.fixture
def admin(staff: Staff) -> Asker:
    """Who may change what holds with printers."""
    return staff(Role.ADMIN)
