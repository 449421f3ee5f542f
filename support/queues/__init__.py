"""Lists of work, read from the deadline rows, with who takes what."""
