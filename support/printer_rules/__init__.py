"""What holds with each printer: how it is written to, its windows, templates and secrets, with their history."""
