"""What we ask printers and carriers to pay for, and until when."""
