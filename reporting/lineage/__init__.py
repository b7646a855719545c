"""From a cited directive down to what was done at the grassroots, and back up."""
