"""Who signs in whose place: delegations, absences, how a unit's deputies sign."""
