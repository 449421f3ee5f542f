"""Photos and papers that show what went wrong: taken in, checked, made anew, and shown to those who may."""
