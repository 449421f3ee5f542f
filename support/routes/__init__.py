"""The addresses of the rooms that have many, one file a room."""
