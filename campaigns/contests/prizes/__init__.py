"""Prizes of a contest, who wins them, and the papers made of that."""
