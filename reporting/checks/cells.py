"""What one box of the form may hold: text typed by a person → a figure, or the message to stand at the box."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.vietnamese import NumberError, nfc, parse_number
from reporting.models import Figure, FigureState, Indicator, IndicatorKind
from reporting.queries.layout import CellSpec

MAX_DIGITS = 16
MAX_DECIMALS = 4
MAX_NOTE = 300
MAX_TYPED = 100
# What a person chooses at a box.
STATE_LABELS = (
    (FigureState.VALUE, "Có số"),
    (FigureState.NIL, "Không phát sinh"),
    (FigureState.UNKNOWN, "Chưa có số liệu"),
    (FigureState.NOT_APPLICABLE, "Không áp dụng"),
)
MINUS_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-"})


class CellError(ValueError):
    """str() is the Vietnamese message for the box."""


@dataclass(frozen=True)
class CellInput:
    """What was typed: state "" or "value" with a text, or one of nil, unknown, na. All blank: the box is not answered."""

    state: str = ""
    value_text: str = ""
    base_text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """A checked figure, ready to be stored."""

    state: str
    value: Decimal | None = None
    base: Decimal | None = None
    note: str = ""

    @classmethod
    def of(cls, figure: Figure) -> Entry:
        return cls(figure.state, figure.value, figure.base, figure.note)

    @property
    def words(self) -> str:
        """How the figure reads in a log: 1234.5 or nil."""
        if self.state != FigureState.VALUE:
            return self.state
        text = f"{self.value:f}" if self.value is not None else ""
        return f"{text}/{self.base:f}" if self.base is not None else text


def read_cell(spec: CellSpec, typed: CellInput) -> Entry | None:
    """The figure of one box; None for a blank one (blank is never 0). Raises CellError."""
    value_text, base_text = nfc(typed.value_text).strip(), nfc(typed.base_text).strip()
    note = _note(typed.note)
    if max(len(value_text), len(base_text)) > MAX_TYPED:
        raise CellError("Nội dung quá dài, ô này chỉ ghi một con số. Phần giải thích hãy ghi vào ghi chú.")
    if typed.state and typed.state not in FigureState.values:
        raise CellError(f"Tình trạng “{typed.state}” không có trong danh sách.")
    if typed.state not in {"", FigureState.VALUE}:
        if value_text or base_text:
            label = FigureState(typed.state).label.lower()
            raise CellError(f"Ô vừa có số vừa chọn “{label}”. Hãy xóa số, hoặc chọn “Có số liệu”.")
        return Entry(typed.state, note=note)
    if not value_text:
        if base_text:
            raise CellError(f"Còn thiếu {_value_name(spec.indicator)}; đã có {_base_name(spec.indicator)}.")
        return None
    value = _number(spec, value_text)
    return Entry(FigureState.VALUE, value, _base(spec, base_text), note)


def _note(text: str) -> str:
    note = " ".join(nfc(text).split())
    if len(note) > MAX_NOTE:
        raise CellError(f"Ghi chú dài {len(note)} ký tự, tối đa {MAX_NOTE}.")
    return note


def _number(spec: CellSpec, text: str, *, whole: bool | None = None) -> Decimal:
    indicator = spec.indicator
    if spec.choices:
        if text not in dict(spec.choices):
            raise CellError("Hãy chọn một mức trong danh sách.")
        return Decimal(text)
    compact = text.translate(MINUS_SIGNS)
    if sum(c.isdigit() for c in compact.partition(",")[0]) > MAX_DIGITS:
        raise CellError(f"Số dài hơn {MAX_DIGITS} chữ số. Hãy kiểm tra lại.")
    try:
        number = parse_number(compact)
    except NumberError as error:
        raise CellError(_with_hint(str(error), text)) from None
    if number < 0:
        raise CellError(f"“{text}” là số âm. {indicator.name} không thể nhỏ hơn 0.")
    if (spec.whole if whole is None else whole) and number != number.to_integral_value():
        raise CellError(
            f"“{text}” có phần lẻ. Chỉ tiêu này tính bằng {indicator.unit_of_measure}, hãy ghi số nguyên."
        )
    if -number.as_tuple().exponent > MAX_DECIMALS:  # type: ignore[operator]
        raise CellError(f"Chỉ ghi tối đa {MAX_DECIMALS} chữ số sau dấu phẩy.")
    return number


def _with_hint(message: str, text: str) -> str:
    lowered = text.lower()
    if any(unit in lowered for unit in ("triệu", "tỷ", "nghìn", "ngàn", "trieu", "ty")):
        return f"“{text}”: hãy ghi đủ số bằng đồng, ví dụ 12.500.000, không ghi “triệu” hay “tỷ”."
    if any(word in lowered for word in ("trên", "gần", "khoảng", "hơn")):
        return f"“{text}” là số ước lượng. Hãy ghi một con số, và ghi cách ước lượng vào ghi chú."
    return message


def _base(spec: CellSpec, text: str) -> Decimal | None:
    if not spec.asks_base:
        if text:
            raise CellError("Chỉ tiêu này không có mẫu số.")
        return None
    if not text:
        raise CellError(f"Còn thiếu {_base_name(spec.indicator)}.")
    try:
        base = _number(spec, text, whole=True)
    except CellError as error:
        raise CellError(
            f"{_base_name(spec.indicator)[:1].upper()}{_base_name(spec.indicator)[1:]}: {error}"
        ) from None
    if base == 0:
        raise CellError(
            f"{_base_name(spec.indicator)[:1].upper()}{_base_name(spec.indicator)[1:]} phải lớn hơn 0."
        )
    return base


def _value_name(indicator: Indicator) -> str:
    return "mức bình quân" if indicator.kind == IndicatorKind.AVERAGE else "tử số"


def _base_name(indicator: Indicator) -> str:
    kind = "quyền số" if indicator.kind == IndicatorKind.AVERAGE else "mẫu số"
    return f"{kind} ({indicator.denominator_name})" if indicator.denominator_name else kind
