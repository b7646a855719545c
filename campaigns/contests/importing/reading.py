"""File → questions that can be stored, and every fault of every row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings

from campaigns.contests.importing.gift import read_gift
from campaigns.contests.importing.line import Read
from campaigns.contests.importing.plain import read_aiken
from campaigns.contests.importing.sheet import read_csv, read_sheet
from campaigns.contests.importing.word import read_word
from campaigns.contests.services import NewQuestion, checked
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import fold, nfc
from units.importing.faults import Fault, UnreadableFile

MOST = 5_000
MOST_FAULTS = 200
_FIX = {
    "text": "Điền câu hỏi.", "options": "Sửa các phương án của câu này.", "answer": "Ghi đáp án đúng.",
    "points": "Ghi điểm là số nguyên từ 1 đến 100.", "difficulty": "Ghi Dễ, Trung bình hoặc Khó.",
    "kind": "Ghi Một đáp án, Nhiều đáp án, Sắp xếp, Trả lời ngắn hoặc Dự đoán.",
}  # fmt: skip
_SAVE = "Lưu tệp thành .xlsx, .docx, hoặc tệp chữ UTF-8 (.txt, .gift), rồi nhập lại."


@dataclass
class Result:
    """Questions to store when `faults` is empty."""

    questions: list[NewQuestion] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_questions(content: bytes, name: str) -> Result:
    """The questions of the file. Raises UnreadableFile when no row of it can be trusted."""
    if not content.strip():
        raise UnreadableFile("Tệp trống.", "Chọn tệp có ít nhất một câu hỏi.")
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise UnreadableFile(
            f"Tệp lớn hơn {settings.UPLOAD_MAX_BYTES // 1024 // 1024} MB.", "Chia câu hỏi thành nhiều tệp."
        )
    suffix = name.lower().rpartition(".")[2]
    if suffix in {"docx", "docm", "doc"}:
        return _judged(read_word(content))
    if content.startswith(b"PK") or suffix in {"xlsx", "xlsm"}:
        return _judged(read_sheet(content))
    text = _decoded(content)
    if suffix == "csv":
        return _judged(read_csv(text))
    return _judged(read_gift(text) if "{" in text else read_aiken(text))


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile("Tệp không theo bảng mã UTF-8, chữ Việt sẽ bị hỏng.", _SAVE, row=row) from error
    if "\x00" in text:
        raise UnreadableFile("Tệp không phải là tệp chữ.", _SAVE)
    return nfc(text).replace("\r\n", "\n").replace("\r", "\n")


def _judged(rows: Iterable[Read]) -> Result:
    result = Result()
    seen: dict[str, int] = {}
    for count, row in enumerate(rows, 1):
        if count > MOST:
            raise UnreadableFile(
                f"Tệp có hơn {write.number(MOST)} câu hỏi.",
                f"Chia thành nhiều tệp, mỗi tệp tối đa {write.number(MOST)} câu.",
                row=row.row,
            )
        fault = row.fault or _fault_of(row) or _repeated(row, seen)
        if fault is None and row.question:
            result.questions.append(row.question)
        elif fault and len(result.faults) < MOST_FAULTS:
            result.faults.append(fault)
    if not result.questions and not result.faults:
        raise UnreadableFile("Tệp không có câu hỏi nào.", "Xem tệp mẫu rồi điền câu hỏi theo mẫu.")
    return result


def _fault_of(row: Read) -> Fault | None:
    assert row.question is not None
    try:
        checked(row.question)
    except CampaignError as error:
        value = row.question.text if error.field != "text" else ""
        return Fault(
            str(error), _FIX.get(error.field, "Sửa câu này."), sheet=row.sheet, row=row.row, value=value[:60]
        )
    return None


def _repeated(row: Read, seen: dict[str, int]) -> Fault | None:
    assert row.question is not None
    first = seen.setdefault(fold(row.question.text), row.row)
    if first == row.row:
        return None
    return Fault(
        f"Câu hỏi trùng với dòng {first}.", "Sửa hoặc bỏ một trong hai câu.", sheet=row.sheet, row=row.row,
        value=row.question.text[:60],
    )  # fmt: skip
