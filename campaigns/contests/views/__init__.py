"""Pages of contests: for those who run them, and for everybody who takes part."""
