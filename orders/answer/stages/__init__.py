"""The situations, one file a stage of an order's way, the most telling first within each."""
