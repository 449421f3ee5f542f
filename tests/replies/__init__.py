"""Replies: the ready one of an order, and managers changing the words."""
