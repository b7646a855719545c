"""Unit lists from CSV and XLSX: reading → checking → writing, each usable alone."""
