"""Printers of the played company that take claims by an API, and answer by signed calls."""
