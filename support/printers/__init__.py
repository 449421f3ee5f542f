"""How printers do, and which of them get no new work from us."""
