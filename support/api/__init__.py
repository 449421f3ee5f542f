"""The API: what the pages show, for programs, under ``/api/v1/``. One file a concern; ``urls`` lists the calls."""
