"""What stands in a compiled report: gathered from accepted reports, kept as JSON, printed by reporting.pages."""
