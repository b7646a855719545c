"""Mails about a document: one row for each, so that each goes out once and nothing is lost."""
