"""Contests: rules, rounds, question bank, taking part with a light account, results."""
