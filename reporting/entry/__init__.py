"""Entering a report box by box: what a device sends, what it is told, and once for ever."""
