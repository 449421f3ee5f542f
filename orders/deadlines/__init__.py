"""What must have happened by when: the rows of the queues, as facts that no clock changes.

A deadline whose ``due_at`` has passed is work for somebody. Queues read those rows with ``due < now``, answers
compare the same deadlines with the same now; nothing sweeps.
"""

from orders.deadlines.model import LONG_AGO, QUEUES, Deadline
from orders.deadlines.steps import line_deadlines
from orders.deadlines.whole import UNPAID, awaited, deadlines

__all__ = ["LONG_AGO", "QUEUES", "UNPAID", "Deadline", "awaited", "deadlines", "line_deadlines"]
