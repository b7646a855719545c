"""The second line of a unit: a sector union beside the commune it reports to, or the other way round."""
