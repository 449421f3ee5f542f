"""SLA reports, from changed facts to the figures."""
