"""Pages of units, people, the account; each module one part."""
