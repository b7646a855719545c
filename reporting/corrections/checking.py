"""Whether a proposed new value may stand: well-formed, not the same, and no error by the rules of the form."""

from __future__ import annotations

from dataclasses import dataclass

from core.formats import write
from core.vietnamese import nfc
from reporting.checks.cells import CellError, CellInput, Entry, read_cell
from reporting.corrections.models import CorrectionReason
from reporting.models import Figure, Indicator, NarrativeSection, Submission
from reporting.queries.layout import CellSpec, FormLayout, Key, layout_of

MAX_NARRATIVE = 20_000
NO_VALUE = "Hãy nhập số mới, hoặc chọn “Không phát sinh”, “Chưa có số liệu”, “Không áp dụng”."
NO_TEXT = "Nội dung mới để trống. Nếu đơn vị không có nội dung, hãy ghi “Không có”."


class CorrectionError(ValueError):
    """str() is the Vietnamese message; `field` is the box of the page it belongs to."""

    def __init__(self, message: str, *, field: str = "") -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True)
class Subject:
    """The one thing that is corrected and what stands there now."""

    title: str
    spec: CellSpec | None = None
    section: NarrativeSection | None = None
    figure: Figure | None = None
    text: str = ""

    @property
    def entry(self) -> Entry | None:
        return Entry.of(self.figure) if self.figure else None

    @property
    def stamp(self) -> str:
        """What the person saw: another value meanwhile refuses the request."""
        if self.figure is None:
            return self.text
        figure = self.figure
        return "|".join([figure.state, write.number(figure.value), write.number(figure.base)])


@dataclass(frozen=True)
class Wanted:
    """The new value as it would be stored."""

    entry: Entry | None = None
    text: str = ""


def subject_of(
    submission: Submission, *, cell: Key | None = None, section: str = "", layout: FormLayout | None = None
) -> Subject:
    """The cell or the text as it is stored. Raises CorrectionError when the form has no such place."""
    layout = layout or layout_of(submission.form)
    if cell is not None:
        spec = layout.cells.get(cell)
        if spec is None:
            raise CorrectionError(_no_cell(submission, cell))
        if spec.computed:
            parts = ", ".join(term.code for term in spec.formula)
            raise CorrectionError(
                f"Dòng {spec.title} do hệ thống tự tính từ {parts}. "
                "Hãy đính chính dòng sai trong các dòng đó; dòng này được tính lại theo."
            )
        figure = (
            submission.figures.select_related("indicator")
            .filter(indicator=spec.indicator, breakdown=cell[1])
            .first()
        )
        return Subject(spec.title, spec=spec, figure=figure)
    found = next((one for one in layout.narratives if one.code == section), None)
    if found is None:
        raise CorrectionError("Hãy chọn một ô số liệu hoặc một mục phần lời để đính chính.")
    texts = submission.narratives.filter(section=found).values_list("text", flat=True)
    return Subject(f"Mục {found.code} {found.title}", section=found, text=texts.first() or "")


def _no_cell(submission: Submission, cell: Key) -> str:
    indicator = Indicator.objects.filter(code=cell[0]).first()
    if indicator is not None and (indicator.is_formula or indicator.computed):
        parts = " và ".join(part for part in (indicator.numerator, indicator.denominator) if part)
        instead = (
            f"đính chính tử số hoặc mẫu số ({parts})" if parts else "đính chính số liệu mà nó được đếm từ đó"
        )
        return f"{indicator.code} {indicator.name} do hệ thống tự tính; hãy {instead}."
    return f"Biểu {submission.form.code} không có ô {' '.join(part for part in cell if part)}."


def new_value(
    subject: Subject, *, typed: CellInput | None, text: str, reason: CorrectionReason
) -> Wanted:  # fmt: skip
    """The new value, well-formed and another one. Raises CorrectionError with `field`."""
    if subject.section is not None:
        if reason.scope == CorrectionReason.Scope.CELL:
            raise CorrectionError("Lý do này chỉ dùng cho số liệu.", field="reason")
        return Wanted(text=_text(subject, text))
    if reason.scope == CorrectionReason.Scope.TEXT:
        raise CorrectionError("Lý do này chỉ dùng cho phần lời.", field="reason")
    return Wanted(entry=_entry(subject, typed or CellInput()))


def _text(subject: Subject, text: str) -> str:
    clean = nfc(text).replace("\r\n", "\n").strip()
    if not clean:
        raise CorrectionError(NO_TEXT, field="text")
    if len(clean) > MAX_NARRATIVE:
        raise CorrectionError(f"Phần này dài {len(clean)} ký tự, tối đa {MAX_NARRATIVE}.", field="text")
    if clean == subject.text.strip():
        raise CorrectionError(
            "Nội dung mới giống hệt nội dung đã báo cáo, không có gì để đính chính.", field="text"
        )
    return clean


def _entry(subject: Subject, typed: CellInput) -> Entry:
    assert subject.spec is not None
    try:
        entry = read_cell(subject.spec, typed)
    except CellError as error:
        raise CorrectionError(str(error), field="value") from None
    if entry is None:
        raise CorrectionError(NO_VALUE, field="value")
    old = subject.entry
    if old is not None and (entry.state, entry.value, entry.base) == (old.state, old.value, old.base):
        raise CorrectionError(
            "Giá trị mới bằng giá trị đã báo cáo, không có gì để đính chính.", field="value"
        )
    return entry
