"""Where an order is, is it late, whose move it is, what happens next and by when."""

from orders.answer.compose import answer
from orders.answer.standing import standing
from orders.answer.timeline import timeline

__all__ = ["answer", "standing", "timeline"]
