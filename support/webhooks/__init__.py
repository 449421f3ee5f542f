"""What printers tell us by signed calls: stored before it is answered, processed once."""
