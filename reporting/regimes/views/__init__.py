"""Pages of regimes and of how a period comes in."""
