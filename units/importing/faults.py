"""One thing wrong in an imported file, said so that the person can find and mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Where (sheet, row as the spreadsheet counts, column heading), what stands there, why it is wrong, what to do."""

    reason: str
    fix: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        place = [f"trang “{self.sheet}”" if self.sheet else "", f"dòng {self.row}" if self.row else ""]
        place.append(f"cột “{self.column}”" if self.column else "")
        where = ", ".join(part for part in place if part)
        value = f" (đang ghi “{self.value}”)" if self.value else ""
        return f"{where}{': ' if where else ''}{self.reason}{value} → {self.fix}"


class UnreadableFile(Exception):
    """The file as a whole cannot be read; carries the fault."""

    def __init__(self, reason: str, fix: str, *, sheet: str = "", row: int = 0) -> None:
        self.fault = Fault(reason, fix, sheet=sheet, row=row)
        super().__init__(str(self.fault))
