"""Forms of units, people, seats and of the account."""
