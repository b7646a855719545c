"""Words edited in Word brought back into a compiled report."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from documents.services import StaleVersion
from reporting.models import CompiledReport
from reporting.report.word_back import WordsBack, read_words
from reporting.services.compiling import edit_narrative


def take_words(report: CompiledReport, content: bytes, *, by: Any, words_only: bool = False) -> WordsBack:
    """Save the sections the file changes as a new version; with places that are not changed in Word nothing is saved,
    unless `words_only` says to leave those aside.

    Raises WordsRefused, and what documents.save_version raises (StaleVersion when the report was saved meanwhile).
    """
    with tempfile.TemporaryDirectory(prefix="bao-cao-word-") as folder:
        path = Path(folder) / "bao-cao.docx"
        path.write_bytes(content)
        back = read_words(report, path)
    current = report.current_version
    if current is not None and back.base != current.number:
        raise StaleVersion(current)
    if back.texts and (words_only or not back.refused):
        edit_narrative(report, texts=back.texts, base=back.base, by=by)
    return back
