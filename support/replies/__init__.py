"""The words to customers as managers have changed them."""
