"""Two render attempts side by side."""
