"""What one shift hands over to the next: what came in, what was done, what is left and why."""
