"""What printers tell us by signed calls."""
