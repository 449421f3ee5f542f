"""Commands: what people ask of the backend, from the wish to what became of it. Redis is a wake-up, SQL the truth."""
