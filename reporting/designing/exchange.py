"""A form as a file and back: JSON and XLSX hold the same, read to the same draft, or refused line by line."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from django.db import transaction

from core.vietnamese import nfc
from reporting.designing import own_indicators, services
from reporting.designing.formulas import FormulaError, code_of, read_formula
from reporting.designing.queries import indicators_for, items_of, texts_of
from reporting.models import Disaggregation, Form, Indicator
from units.importing.faults import Fault, UnreadableFile
from units.importing.workbooks import Limits, Sheet, open_workbook
from units.models import Unit, UnitKind, User

MOST_BYTES = 5 * 1024 * 1024
ROWS, TEXTS = "Dòng", "Lời văn"
ROW_COLUMNS = {
    "muc": "Mục", "chi_tieu": "Mã chỉ tiêu", "ten": "Tên chỉ tiêu", "phan_to": "Phân tổ", "bat_buoc": "Bắt buộc",
    "huong_dan": "Hướng dẫn", "cong_thuc": "Công thức",
}  # fmt: skip
TEXT_COLUMNS = {"phan": "Phần", "tieu_de": "Đề mục", "goi_y": "Gợi ý", "bat_buoc": "Bắt buộc"}
WIDTHS = {
    "muc": 36,
    "ten": 56,
    "huong_dan": 50,
    "cong_thuc": 24,
    "phan": 40,
    "tieu_de": 50,
    "goi_y": 60,
    "phan_to": 14,
}
YES = {"có", "co", "x", "1", "true"}
NO = {"", "không", "khong", "0", "false"}
AGAIN = "Xuất lại biểu từ trang của nó rồi sửa trên tệp đó."
LIMITS = Limits(
    area=100_000,
    unpacked=20 * 1024 * 1024,
    macros=False,
    far="Tệp có nhiều dòng, cột hơn một biểu rất xa.",
    far_fix=AGAIN,
)


class RefusedFile(Exception):
    """Nothing was stored; `faults` say where and what to do."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(f"Tệp có {len(faults)} chỗ phải sửa. Chưa tạo biểu nào.")


@dataclass
class FormFile:
    """What a file says: rows, texts and indicators of its own as text cells with the line they stand on."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    texts: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    own: list[tuple[int, dict[str, str]]] = field(default_factory=list)


# --- out


def _row_cells(form: Form) -> Iterable[dict[str, str]]:
    for item in items_of(form):
        yield {
            "muc": item.section, "chi_tieu": item.indicator.code, "ten": item.indicator.name,
            "phan_to": " ".join(d.code for d in item.disaggregations.all()),
            "bat_buoc": "có" if item.required else " ".join(item.required_for), "huong_dan": item.help_text,
            "cong_thuc": item.formula,
        }  # fmt: skip


def _text_cells(form: Form) -> Iterable[dict[str, str]]:
    for text in texts_of(form):
        yield {
            "phan": text.part,
            "tieu_de": text.title,
            "goi_y": text.prompt,
            "bat_buoc": "có" if text.required else " ".join(text.required_for),
        }


def as_json(form: Form) -> bytes:
    content = {
        "bieu": {"ma": form.code, "phien_ban": form.version, "ten": form.name},
        "dong": list(_row_cells(form)), "loi_van": list(_text_cells(form)),
        "chi_tieu_rieng": list(own_indicators.cells_of(form)),
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def as_workbook(form: Form) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#DFEAF8", "border": 1, "text_wrap": True})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for title, columns, lines in (
            (ROWS, ROW_COLUMNS, _row_cells(form)),
            (TEXTS, TEXT_COLUMNS, _text_cells(form)),
            (own_indicators.SHEET, own_indicators.COLUMNS, own_indicators.cells_of(form)),
        ):
            sheet = book.add_worksheet(title)
            for at, (key, heading) in enumerate(columns.items()):
                sheet.set_column(at, at, WIDTHS.get(key, 16))
                sheet.write_string(0, at, heading, head)
            sheet.freeze_panes(1, 2)
            for row, cells in enumerate(lines, start=1):
                for at, key in enumerate(columns):
                    sheet.write_string(row, at, cells[key], plain)
    return buffer.getvalue()


# --- in


def read_form(upload: Any, *, owner: Unit, code: str, name: str, by: User) -> Form:
    """A draft with what the file says. Raises UnreadableFile, RefusedFile, DesignError, PermissionDenied."""
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableFile("Tệp lớn hơn 5 MB.", "Một biểu chỉ vài chục KB; hãy kiểm tra lại tệp.")
    if not content.strip():
        raise UnreadableFile("Tệp trống.", AGAIN)
    found = _from_workbook(content) if content.startswith(b"PK") else _from_json(content)
    return _build(found, owner, code, name, by)


def _from_json(content: bytes) -> FormFile:
    try:
        data = json.loads(content.decode("utf-8-sig"))
        lines = {key: [dict(line) for line in data[key]] for key in ("dong", "loi_van")}
        lines["chi_tieu_rieng"] = [dict(line) for line in data.get("chi_tieu_rieng", [])]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFile(
            "Không đọc được tệp: không phải tệp Excel (.xlsx), cũng không phải JSON của biểu mẫu.", AGAIN
        ) from error
    return FormFile(
        *(
            [(at, {str(k): _clean(v) for k, v in line.items()}) for at, line in enumerate(lines[key], 1)]
            for key in lines
        )
    )


def _clean(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else ""
    if isinstance(value, list):
        return " ".join(_clean(one) for one in value)
    return " ".join(nfc(str("" if value is None else value)).split())


def _from_workbook(content: bytes) -> FormFile:
    sheets = {sheet.name: sheet for sheet in open_workbook(content, LIMITS)}
    if ROWS not in sheets:
        raise UnreadableFile(f"Tệp không có trang “{ROWS}”.", AGAIN)
    own = own_indicators.SHEET
    return FormFile(
        _lines(sheets[ROWS], ROW_COLUMNS),
        _lines(sheets[TEXTS], TEXT_COLUMNS) if TEXTS in sheets else [],
        _lines(sheets[own], own_indicators.COLUMNS) if own in sheets else [],
    )


def _lines(sheet: Sheet, columns: dict[str, str]) -> list[tuple[int, dict[str, str]]]:
    """Lines by their headings, wherever the columns stand now."""
    headings = {_clean(cell): at for at, cell in enumerate(sheet.rows[0] if sheet.rows else [])}
    missing = [heading for heading in columns.values() if heading not in headings]
    if missing:
        raise UnreadableFile(f"Thiếu cột: {', '.join(missing)}.", AGAIN, sheet=sheet.name, row=1)
    found = []
    for at, row in enumerate(sheet.rows[1:], start=2):
        cells = {key: _clean(row[headings[heading]]) for key, heading in columns.items()}
        if any(cells.values()):
            found.append((at, cells))
    return found


@dataclass
class _Reader:
    """Judges every line against the catalogue before anything is stored."""

    indicators: dict[str, Indicator]
    disaggregations: dict[str, Disaggregation]
    kinds: set[str]
    own: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def fault(self, sheet: str, row: int, column: str, value: str, reason: str, fix: str) -> None:
        self.faults.append(Fault(reason, fix, sheet=sheet, row=row, column=column, value=value[:60]))

    def own_fault(self, at: int, key: str, why: str, fix: str) -> None:
        self.fault(own_indicators.SHEET, at, own_indicators.COLUMNS[key], "", why, fix)

    def row(self, at: int, cells: dict[str, str]) -> dict[str, Any]:
        def said(key: str) -> str:
            return cells.get(key, "")

        def tell(key: str, why: str, fix: str) -> None:
            self.fault(ROWS, at, ROW_COLUMNS[key], said(key), why, fix)

        code = code_of(said("chi_tieu"))
        if code not in self.indicators and code not in self.own:
            tell(
                "chi_tieu",
                "Không có chỉ tiêu này, hoặc hệ thống tự tính nó.",
                f"Ghi mã có trong danh mục chỉ tiêu, hoặc mô tả nó ở trang “{own_indicators.SHEET}”.",
            )
        elif code in self.seen:
            tell("chi_tieu", f"Đã có ở dòng {self.seen[code]}.", "Mỗi chỉ tiêu chỉ hỏi một lần: bỏ một dòng.")
        self.seen.setdefault(code, at)
        if not said("muc"):
            tell("muc", "Dòng chưa thuộc mục nào.", "Ghi tên mục, ví dụ “A. Lao động, việc làm”.")
        try:
            read_formula(said("cong_thuc"))
        except FormulaError as error:
            tell("cong_thuc", str(error), "Sửa công thức hoặc để trống.")
        required, kinds = self._must(said("bat_buoc"), tell)
        parts = said("phan_to").split()
        unknown = [part for part in parts if part not in self.disaggregations]
        if unknown:
            known = ", ".join(sorted(self.disaggregations))
            tell(
                "phan_to",
                f"Không có phân tổ {', '.join(unknown)}.",
                f"Dùng các mã: {known}; cách nhau bằng dấu cách.",
            )
        return {
            "code": code, "indicator": self.indicators.get(code), "section": said("muc")[:110], "required": required,
            "required_for": kinds, "help_text": said("huong_dan")[:300], "formula": said("cong_thuc"),
            "disaggregations": [self.disaggregations[part] for part in parts if part in self.disaggregations],
        }  # fmt: skip

    def _must(self, text: str, tell: Callable[..., None]) -> tuple[bool, list[str]]:
        if text.lower() in YES | NO:
            return text.lower() in YES, []
        kinds = text.replace(",", " ").split()
        unknown = [kind for kind in kinds if kind not in self.kinds]
        if unknown:
            tell(
                "bat_buoc", "Không hiểu chữ này.", "Ghi “có”, để trống, hoặc mã các loại đơn vị phải trả lời."
            )
        return False, kinds

    def text(self, at: int, cells: dict[str, str]) -> dict[str, Any]:
        for key in ("phan", "tieu_de"):
            if not cells.get(key):
                self.fault(
                    TEXTS,
                    at,
                    TEXT_COLUMNS[key],
                    "",
                    "Ô này để trống.",
                    "Ghi phần và đề mục, hoặc xóa cả dòng.",
                )

        def tell(key: str, why: str, fix: str) -> None:
            self.fault(TEXTS, at, TEXT_COLUMNS[key], cells.get(key, ""), why, fix)

        required, kinds = self._must(cells.get("bat_buoc", ""), tell)
        return {
            "part": cells.get("phan", "")[:120], "title": cells.get("tieu_de", "")[:200],
            "prompt": cells.get("goi_y", "")[:300], "required": required, "required_for": kinds,
        }  # fmt: skip


@transaction.atomic
def _build(found: FormFile, owner: Unit, code: str, name: str, by: User) -> Form:
    form = services.create_form(owner, code=code, name=name, by=by)
    reader = _Reader(
        {one.code: one for one in indicators_for(owner)},
        {one.code: one for one in Disaggregation.objects.all()},
        set(UnitKind.objects.values_list("code", flat=True)),
    )
    reader.own = own_indicators.check(found.own, reader.disaggregations, reader.own_fault)
    rows = [reader.row(at, cells) for at, cells in found.rows]
    texts = [reader.text(at, cells) for at, cells in found.texts]
    if not rows and not texts:
        reader.fault(ROWS, 2, "", "", "Tệp không có dòng nào.", AGAIN)
    if len(rows) > services.MOST_ROWS:
        reader.fault(
            ROWS,
            services.MOST_ROWS + 2,
            "",
            "",
            f"Nhiều hơn {services.MOST_ROWS} dòng.",
            "Tách thành hai biểu.",
        )
    if reader.faults:
        raise RefusedFile(reader.faults)
    own = own_indicators.take(form, found.own, reader.disaggregations, by=by)
    for row in rows:
        # What the file explains is meant, whatever this portal calls so.
        row["indicator"] = own.get(row.pop("code")) or row["indicator"]
        row["formula"] = own_indicators.renamed(row["formula"], own)
    services.fill_rows(form, rows=rows, by=by)
    for text in texts:
        services.save_text(form, None, by=by, **text)
    return form
