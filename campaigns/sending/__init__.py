"""A campaign's message sent to officers: a ledger row for each person and way, so that nobody gets it twice."""
