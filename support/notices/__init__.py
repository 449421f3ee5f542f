"""What somebody is told in the app: that they were mentioned, that an order they watch has moved, what was decided."""
