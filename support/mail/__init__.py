"""Mail through SES: each is sent at most once, and what becomes of it is told."""
