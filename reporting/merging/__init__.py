"""Sentences of a compiled report and the sentences of units they come from."""
