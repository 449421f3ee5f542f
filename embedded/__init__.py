"""PostgreSQL, Redis and AWS as processes of this machine, for the demo and the tests; never in production.

Each module has ``start(state, port, …) -> Service``, which returns at once: ``Service.wait()`` waits until it answers.
"""
