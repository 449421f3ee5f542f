"""People who are told something."""

from tests.notes.conftest import ana, ben, join, sign_in, told

__all__ = ["ana", "ben", "join", "sign_in", "told"]
