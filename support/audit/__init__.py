"""The audit: what people did, who they were, and proof that nobody changed that afterwards."""
