"""Contests that others organise and people of ours take part in."""
