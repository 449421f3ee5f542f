"""Notes of colleagues about an order or a customer, and drafts that survive a closed tab."""
