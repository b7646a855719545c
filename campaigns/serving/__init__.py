"""What of its plans a campaign carries out, and how far that is; what else runs under it."""
