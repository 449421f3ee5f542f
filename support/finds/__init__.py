"""Who searches how often, and that they did: never for what."""
