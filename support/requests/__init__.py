"""What somebody may not do alone: they ask, and a second person decides."""
