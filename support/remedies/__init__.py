"""Make it right: one step from a problem to everything that is done about it."""
