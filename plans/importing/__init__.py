"""Import of a plan from a file: every character of it ends in a block, a field or the list of the rest."""

from __future__ import annotations

from pathlib import Path

from plans.importing.body import read_body
from plans.importing.converting import converted_to_docx, read_pdf_file
from plans.importing.docx_file import read_docx_file
from plans.importing.docx_package import MACROS
from plans.importing.ending import read_ending
from plans.importing.heading import HeadReader
from plans.importing.reading import Changes, Encoding, Reading
from plans.importing.remarks import said_elsewhere
from plans.importing.result import ImportedPlan, Unplaced
from plans.importing.returned import import_returned
from plans.importing.source import ImportFailed, Source
from plans.importing.text_file import read_text_file, text_source

__all__ = [
    "Changes",
    "Encoding",
    "ImportFailed",
    "ImportedPlan",
    "Reading",
    "import_file",
    "import_source",
    "import_text",
]

MAX_BYTES = 20 * 1024 * 1024


def import_file(path: str | Path, *, reading: Reading | None = None, file_name: str = "") -> ImportedPlan:
    """The plan proposed from a file. Raises ImportFailed with a Vietnamese message.

    `reading` tells what to do with tracked changes and old encodings; `file_name` what the file was called by people.
    """
    path = Path(path)
    source = _read(path, reading or Reading())
    return import_source(source, file_name=file_name or path.name)


def import_text(text: str) -> ImportedPlan:
    """The plan proposed from a text, as pasted."""
    return import_source(text_source(text))


def import_source(source: Source, *, file_name: str = "") -> ImportedPlan:
    """Read head, end and body off the source, then list what nobody took."""
    if any(line.anchor for line in source.lines):
        return import_returned(source, file_name=file_name)
    fields, rest = HeadReader(source, source.lines).read()
    ending = read_ending(source, rest)
    body = read_body(source, ending.body, ending.appendix)
    return ImportedPlan(
        fields=fields | body.fields | ending.fields,
        blocks=body.blocks,
        recipients=ending.recipients,
        signature=ending.signature,
        unplaced=tuple(Unplaced(*piece) for piece in source.unplaced()),
        source_chars=source.letter_count,
        placed_chars=source.placed_count,
        file_name=file_name,
        source_lines=source.shown_lines(),
        notes=tuple(source.notes),
        said=said_elsewhere(source),
    )


def _read(path: Path, reading: Reading) -> Source:
    if not path.is_file():
        raise ImportFailed(f"Không tìm thấy tệp “{path}”. Hãy kiểm tra lại đường dẫn.")
    size = path.stat().st_size
    if size == 0:
        raise ImportFailed("Tệp rỗng: không có chữ nào để nhập.")
    if size > MAX_BYTES:
        raise ImportFailed(f"Tệp nặng {size / 1024 / 1024:.0f} MB, chỉ nhận tối đa 20 MB.")
    suffix = path.suffix.lower()
    if suffix in {".docm", ".dotm"}:
        raise ImportFailed(MACROS)
    if suffix == ".docx":
        return read_docx_file(path, reading)
    if suffix in {".txt", ".md", ".text"}:
        return read_text_file(path, reading)
    if suffix in {".doc", ".odt"}:
        with converted_to_docx(path) as docx:
            return read_docx_file(docx, reading)
    if suffix == ".pdf":
        return read_pdf_file(path)
    raise ImportFailed(f"Chỉ nhập được tệp .docx, .doc, .odt, .txt hoặc .pdf, không nhận tệp “{path.name}”.")
