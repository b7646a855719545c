"""Correction after acceptance: one cell or one text of one report, approved again along its path only."""
