"""What we tell printers by their APIs."""
