"""The chance of being late, from facts to the queue."""
