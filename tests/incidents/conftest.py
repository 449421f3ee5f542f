"""A quiet company, and people."""

from __future__ import annotations

import pytest

from tests.commands.conftest import staff
from tests.incidents.company import Company

__all__ = ["staff"]


@pytest.fixture
def company(db: None, redis_empty: None) -> Company:
    """Two quiet weeks."""
    return Company().two_weeks()
