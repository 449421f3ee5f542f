"""`make demo`: the product with a pretend cloud on this machine. Imported by nobody but its own tests."""
