"""The causal timeline: what happened to an order, from its rows, its carriers' scans and the journal."""
