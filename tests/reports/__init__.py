"""Pages of SLA reports."""
