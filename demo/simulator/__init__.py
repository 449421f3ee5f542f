"""The backend, played: services that take orders, render, print and deliver, and write the source tables as they go.

``world`` holds what is going on and what is to happen next; each service is a module of acts; ``company.toml`` says how
often things happen, how long they take and how often they go wrong. Everything is decided by the seed.
"""
