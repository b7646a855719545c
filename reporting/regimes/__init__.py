"""Regimes and periods beyond the plain half-year: holidays, patterns, calls, exempted units, reminders, follow-up."""
