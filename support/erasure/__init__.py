"""Forgetting a customer, everywhere we hold them."""
