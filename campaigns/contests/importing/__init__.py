"""Questions from XLSX, CSV, DOCX, GIFT and Aiken files: every fault with its row, then all or nothing."""

from campaigns.contests.importing.reading import read_questions

__all__ = ["read_questions"]
