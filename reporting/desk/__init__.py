"""The first page after signing in: what waits for me, what is late, what is new."""
