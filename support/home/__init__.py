"""What concerns somebody when they come in: parts that rooms tell of, each read alone."""
