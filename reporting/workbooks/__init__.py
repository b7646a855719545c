"""Reports as XLSX: templates out, filled workbooks in, consolidation with live formulas."""
