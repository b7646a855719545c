"""Indicators of one's own in the file of a form: another portal has them under other codes, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from reporting.designing import services
from reporting.designing.adding_up import RULES, WITH_BASE
from reporting.designing.formulas import code_of, read_formula, written
from reporting.designing.queries import items_of
from reporting.models import Disaggregation, Form, Indicator, IndicatorKind
from units.models import User

SHEET = "Chỉ tiêu riêng"
COLUMNS = {
    "ma": "Mã", "ten": "Tên chỉ tiêu", "dvt": "Đơn vị tính", "loai": "Cách tính", "mau_so": "Tên mẫu số, quyền số",
    "phan_to": "Phân tổ", "huong_dan": "Hướng dẫn",
}  # fmt: skip
MOST = 100
KINDS = {str(IndicatorKind(kind).label).lower(): kind for kind in RULES} | {
    kind.value.lower(): kind for kind in RULES
}

Line = tuple[int, dict[str, str]]
Tell = Callable[[int, str, str, str], None]


def cells_of(form: Form) -> Iterable[dict[str, str]]:
    """What the form's rows ask of indicators that are nobody else's, in the order of the rows."""
    for item in items_of(form):
        own = item.indicator
        if own.owner_id is None:
            continue
        yield {
            "ma": own.code, "ten": own.name, "dvt": own.unit_of_measure, "loai": str(own.get_kind_display()),
            "mau_so": own.denominator_name, "phan_to": " ".join(d.code for d in own.disaggregations.all()),
            "huong_dan": own.help_text,
        }  # fmt: skip


def check(lines: list[Line], disaggregations: dict[str, Disaggregation], tell: Tell) -> set[str]:
    """The codes the file explains; `tell(row, key, reason, fix)` hears what is wrong with them."""
    codes: set[str] = set()
    if len(lines) > MOST:
        tell(lines[MOST][0], "ma", f"Nhiều hơn {MOST} chỉ tiêu riêng.", "Tách thành hai biểu.")
    for at, cells in lines:
        code = code_of(cells.get("ma", ""))
        if not code or code in codes:
            tell(at, "ma", "Mã để trống hoặc đã có ở dòng trên.", "Mỗi chỉ tiêu riêng một mã.")
        codes.add(code)
        for key in ("ten", "dvt"):
            if not cells.get(key):
                tell(at, key, "Ô này để trống.", "Ghi tên và đơn vị tính của chỉ tiêu riêng.")
        kind = KINDS.get(cells.get("loai", "").lower())
        if kind is None:
            known = ", ".join(str(IndicatorKind(one).label) for one in RULES)
            tell(at, "loai", "Không có cách tính này.", f"Ghi một trong: {known}.")
        elif kind in WITH_BASE and not cells.get("mau_so"):
            tell(at, "mau_so", "Tỷ lệ và bình quân cần tên mẫu số (quyền số).", "Ghi mẫu số là gì.")
        unknown = [part for part in cells.get("phan_to", "").split() if part not in disaggregations]
        if unknown:
            tell(at, "phan_to", f"Không có phân tổ {', '.join(unknown)}.", "Dùng mã phân tổ của danh mục.")
    return codes


def take(
    form: Form, lines: list[Line], disaggregations: dict[str, Disaggregation], *, by: User
) -> dict[str, Indicator]:
    """Code in the file → the owner's indicator: the one of the same name, measure and kind, or a new one."""
    found: dict[str, Indicator] = {}
    for _at, cells in lines:
        values = _values(cells, disaggregations)
        same = {name: values[name] for name in ("name", "unit_of_measure", "kind", "denominator_name")}
        there = Indicator.objects.filter(owner=form.owner, **same).first()
        found[code_of(cells["ma"])] = there or services.add_indicator(form, by=by, **values)
    return found


def _values(cells: dict[str, str], disaggregations: dict[str, Disaggregation]) -> dict[str, Any]:
    kind = KINDS[cells["loai"].lower()]
    over_units, over_periods = RULES[kind]
    return {
        "name": cells["ten"][:200], "unit_of_measure": cells["dvt"][:40], "kind": kind, "over_units": over_units,
        "over_periods": over_periods, "help_text": cells.get("huong_dan", "")[:300],
        "denominator_name": cells.get("mau_so", "")[:200] if kind in WITH_BASE else "",
        "disaggregations": [disaggregations[part] for part in cells.get("phan_to", "").split()],
    }  # fmt: skip


def renamed(formula: str, own: dict[str, Indicator]) -> str:
    """The formula with the codes this portal knows the own indicators by."""
    terms = [type(t)(t.sign, own[t.code].code if t.code in own else t.code) for t in read_formula(formula)]
    return written(terms)
