"""The designer of report forms: sections, rows, breakdowns, headings of the text, computed rows, versions."""
