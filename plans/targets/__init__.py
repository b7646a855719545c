"""Giving a plan's targets to the units below: sheet, proposals from below, decisions."""
