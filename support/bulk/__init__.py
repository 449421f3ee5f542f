"""Work on many orders at once: selected, tried dry, approved, and sent a few at a time."""
