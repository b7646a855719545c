"""The formats of a report's workbook: what is locked, what is typed, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

WHOLE, DECIMAL = "#,##0", "#,##0.00##"
INPUT, FAULTY, HEAD = "#FFF9E0", "#FBD5D5", "#DFEAF8"


@dataclass(frozen=True)
class Looks:
    """Formats by their use."""

    title: Any
    head: Any
    section: Any
    label: Any
    words: Any
    alarm: Any
    bold: Any
    bold_number: Any
    bold_decimal: Any
    cell: Any
    name: Any
    part: Any
    right: Any
    check: Any
    locked: Any
    text_input: Any
    note_input: Any
    faulty: Any
    faulty_text: Any
    whole: Any
    decimal: Any
    whole_input: Any
    decimal_input: Any

    def number(self, whole: bool) -> Any:
        return self.whole if whole else self.decimal

    def input(self, whole: bool, *, choice: bool = False) -> Any:
        if choice:
            return self.text_input
        return self.whole_input if whole else self.decimal_input


def looks_of(book: Any) -> Looks:
    font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    box = {**font, "border": 1, "border_color": "#9AA7B8", "text_wrap": True}
    typed = {**box, "bg_color": INPUT, "locked": False}

    def made(*, of: dict[str, Any] | None = None, **more: Any) -> Any:
        return book.add_format({**(font if of is None else of), **more})

    return Looks(
        title=made(bold=True, font_size=14), head=made(of=box, bold=True, bg_color=HEAD, align="center", valign="vcenter"),
        section=made(of={**font, "bold": True, "bg_color": "#EEF3FA", "top": 1, "bottom": 1}), label=made(bold=True),
        words=made(), alarm=made(bold=True, font_color="#B42318"), bold=made(of=box, bold=True),
        bold_number=made(of=box, bold=True, num_format=WHOLE),
        bold_decimal=made(of=box, bold=True, num_format=DECIMAL), cell=made(of=box), name=made(of=box),
        part=made(of=box, indent=1, font_color="#44505F"), right=made(of=box, align="right"),
        check=made(of=box, font_color="#B42318"), locked=made(), text_input=made(of=typed),
        note_input=made(of=typed), faulty=made(of=typed, bg_color=FAULTY), faulty_text=made(of=typed, bg_color=FAULTY),
        whole=made(of=box, num_format=WHOLE), decimal=made(of=box, num_format=DECIMAL),
        whole_input=made(of=typed, num_format=WHOLE), decimal_input=made(of=typed, num_format=DECIMAL),
    )  # fmt: skip
