"""Changes to regimes and periods, with their consequences."""
