"""Where an order is, is it late, whose move it is, what happens next and by when."""

from orders.answer.compose import answer, standing

__all__ = ["answer", "standing"]
