"""Importing a Word file of sixty pages against python-docx merely reading it.

"Merely reading" is opening the file and taking the text of every paragraph and every cell of every table. The import
opens the same file and gives levels, kinds, marks, tables and the account of every letter.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt
from docx.table import Table

from bench._table import best_of, print_table, verdict
from bench.plan_pdf import DUTIES, THEMES

KEEP = 2.0
ROUNDS = 7
PARTS, SECTIONS, ROWS = 8, 7, 6
# upperRoman I., decimal 1., 1.1., a), bullets, as Word numbers them.
LEVELS = (
    ("upperRoman", "%1."),
    ("decimal", "%2."),
    ("decimal", "%2.%3."),
    ("lowerLetter", "%4)"),
    ("bullet", "-"),
)
READ, IMPORT = "python-docx reads the text", "plans.importing.import_file"


def main() -> int:
    from plans.importing import import_file

    with tempfile.TemporaryDirectory(prefix="bench-import-docx-") as folder:
        path = Path(folder) / "sixty-pages.docx"
        letters = write_plan(path)
        imported = import_file(path)
        if imported.placed_chars != imported.source_chars or imported.source_chars < letters:
            sys.exit(f"{imported.placed_chars} of {imported.source_chars} letters placed, {letters} written.")
        seconds = best_of(ROUNDS, {READ: lambda: read_text(path), IMPORT: lambda: import_file(path)})
        pages = _pages(path)
    rows = [(name, f"{took * 1000:.0f}", f"{took / seconds[READ]:.2f}") for name, took in seconds.items()]
    length = f"{pages} pages" if pages else "pages not counted (no LibreOffice)"
    title = f"{length}, {len(imported.blocks)} blocks, {letters} letters; best of {ROUNDS}"
    print_table(title, ("variant", "ms", "against reading"), rows)
    return verdict(seconds[IMPORT] / seconds[READ], KEEP)


def read_text(path: Path) -> int:
    """How many letters python-docx finds in the paragraphs and cells."""
    return sum(len(text) for text in _texts(docx.Document(str(path))))


def _texts(document: Any) -> Iterator[str]:
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            yield from (cell.text for row in item.rows for cell in row.cells)
        else:
            yield item.text


def write_plan(path: Path) -> int:
    """A plan with Word's own numbers, bold runs and a table in each part; gives its letters without blanks."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(14)
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["Normal"].paragraph_format.line_spacing = 1.0
    document.sections[0].left_margin, document.sections[0].right_margin = Cm(3), Cm(2)
    _add_list(document)
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph().add_run("Chăm lo đời sống đoàn viên giai đoạn 2026 – 2030").bold = True
    document.add_paragraph("Căn cứ Luật Công đoàn năm 2024;")
    document.add_paragraph("Ban Thường vụ xây dựng kế hoạch như sau:")
    for part in range(PARTS):
        _add_part(document, part)
    document.save(str(path))
    return sum(not letter.isspace() for text in _texts(document) for letter in text)


def _add_list(document: Any) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (form, pattern) in enumerate(LEVELS)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def _add_part(document: Any, part: int) -> None:
    theme = THEMES[part % len(THEMES)]
    _numbered(document, f"NHIỆM VỤ VỀ {theme.upper()}", 0)
    for section in range(SECTIONS):
        _numbered(document, f"Việc của nhóm {section + 1} về {theme}", 1)
        for place, duty in enumerate(DUTIES):
            _numbered(document, f"{duty} (lần {place + 1})", 2)
            _numbered(document, f"Cấp cơ sở: {duty[:1].lower()}{duty[1:]};", 4, bold="Cấp cơ sở:")
            _numbered(document, f"Cấp trên trực tiếp kiểm tra việc {theme}, {duty[:1].lower()}{duty[1:]}.", 4)
    table = document.add_table(rows=ROWS, cols=4)
    for number, row in enumerate(table.rows):
        for cell, text in zip(
            row.cells, (str(number), theme, DUTIES[number % len(DUTIES)], "90%"), strict=True
        ):
            cell.text = text


def _numbered(document: Any, text: str, depth: int, *, bold: str = "") -> None:
    paragraph = document.add_paragraph()
    if bold:
        paragraph.add_run(bold).bold = True
    # Word cuts a paragraph into runs at every place where somebody typed later.
    rest = text.removeprefix(bold)
    middle = rest.find(" ", len(rest) // 2)
    for piece in (rest[:middle], rest[middle:]):
        paragraph.add_run(piece)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>')
    )


def _pages(path: Path) -> int:
    """How many pages LibreOffice prints; 0 where it is not installed."""
    soffice = shutil.which("soffice")
    if soffice is None or shutil.which("pdfinfo") is None:
        return 0
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    told = subprocess.run(
        ["pdfinfo", path.with_suffix(".pdf")], check=True, capture_output=True, text=True
    ).stdout
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pages:"))


if __name__ == "__main__":
    sys.exit(main())
