"""The question bank: written by hand or imported, checked one by one; withdrawn after the round with a rescoring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.contests.models import Answer, Contest, ContestRound, Question
from campaigns.contests.services.contests import in_preparation, locked
from campaigns.contests.services.scoring import rescore
from campaigns.contests.workflow import runs_contest
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import nfc
from core.workflow import StepRefused
from units import audit

Kind = Question.Kind
MOST_OPTIONS, MOST_POINTS, LONGEST_TEXT, LONGEST_OPTION = 10, 100, 2000, 500


@dataclass(frozen=True)
class NewQuestion:
    """A question as somebody wrote it; `answer` holds places of options (from 0) or accepted texts."""

    kind: str
    text: str
    options: list[str] = field(default_factory=list)
    answer: list[Any] = field(default_factory=list)
    difficulty: str = Question.Difficulty.MEDIUM
    points: int = 1
    source: str = ""


def checked(given: NewQuestion) -> dict[str, Any]:
    """The question's columns, all known to be right. Raises CampaignError with the field to mend."""
    if given.kind not in Kind.values:
        raise CampaignError("Loại câu hỏi không có trong danh mục.", "kind")
    if given.difficulty not in Question.Difficulty.values:
        raise CampaignError("Độ khó phải là Dễ, Trung bình hoặc Khó.", "difficulty")
    text = nfc(given.text).replace("\r\n", "\n").strip()
    if not text:
        raise CampaignError("Câu hỏi không được để trống.", "text")
    texts.within(text, field="text", label="Câu hỏi", longest=LONGEST_TEXT)
    if not 1 <= given.points <= MOST_POINTS:
        raise CampaignError(f"Điểm phải từ 1 đến {MOST_POINTS}.", "points")
    options = _options(given) if given.kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.ORDERING) else []
    return {
        "kind": given.kind, "text": text, "options": options, "answer": _answer(given, options),
        "difficulty": given.difficulty, "points": given.points,
        "source": texts.line(given.source, field="source", label="Nguồn", longest=300, required=False),
    }  # fmt: skip


def _options(given: NewQuestion) -> list[str]:
    options = [" ".join(nfc(one).split()) for one in given.options]
    if len(options) < 2:
        raise CampaignError("Cần ít nhất hai phương án.", "options")
    if len(options) > MOST_OPTIONS:
        raise CampaignError(f"Tối đa {MOST_OPTIONS} phương án.", "options")
    for place, option in enumerate(options):
        if not option:
            raise CampaignError(f"Phương án {'ABCDEFGHIJ'[place]} để trống.", "options")
        texts.within(
            option, field="options", label=f"Phương án {'ABCDEFGHIJ'[place]}", longest=LONGEST_OPTION
        )
    if len({option.casefold() for option in options}) < len(options):
        raise CampaignError("Có hai phương án giống nhau. Hãy sửa hoặc bỏ một phương án.", "options")
    return options


def _answer(given: NewQuestion, options: list[str]) -> list[Any]:
    if given.kind == Kind.PREDICTION:
        return []
    if given.kind == Kind.ORDERING:
        return list(range(len(options)))
    if given.kind == Kind.SHORT:
        accepted = [" ".join(nfc(str(one)).split()) for one in given.answer]
        accepted = [one for one in accepted if any(char.isalnum() for char in one)]
        if not accepted:
            raise CampaignError("Câu trả lời ngắn cần ít nhất một đáp án có chữ hoặc số.", "answer")
        return [texts.within(one, field="answer", label="Đáp án", longest=200) for one in accepted]
    places = sorted(set(given.answer))
    if not places:
        raise CampaignError("Chưa có đáp án đúng.", "answer")
    if any(not isinstance(place, int) or not 0 <= place < len(options) for place in places):
        raise CampaignError("Đáp án đúng không có trong các phương án.", "answer")
    if given.kind == Kind.SINGLE and len(places) > 1:
        raise CampaignError(
            "Câu một đáp án chỉ có một phương án đúng. Hãy chọn loại “Nhiều đáp án”.", "answer"
        )
    return places


def save_question(
    contest: Contest,
    question: Question | None,
    given: NewQuestion,
    *,
    round: ContestRound | None = None,
    by: Any = None,
) -> Question:
    """A question of the bank (a new one for None) while the contest is in preparation. Raises CampaignError, StepRefused."""
    values = checked(given)
    if round is not None and round.contest_id != contest.pk:
        raise CampaignError("Vòng thi này thuộc cuộc thi khác.", "round")
    with transaction.atomic():
        row = in_preparation(contest, by=by)
        saved = question or Question(contest=row)
        for name, value in values.items():
            setattr(saved, name, value)
        saved.round = round
        saved.save()
        audit.record(
            "contest.question", row, by=by, unit=row.owner,
            after={"question": saved.pk, "text": saved.text[:200], "kind": saved.kind},
        )  # fmt: skip
    return saved


def remove_question(question: Question, *, by: Any = None) -> None:
    """Take the question out of the bank while the contest is in preparation. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = in_preparation(question.contest, by=by)
        audit.record(
            "contest.question.remove", row, by=by, unit=row.owner, before={"text": question.text[:200]}
        )
        question.delete()


def add_questions(contest: Contest, given: Iterable[NewQuestion], *, by: Any = None) -> int:
    """Imported questions at once, all or nothing; gives how many. Raises CampaignError, StepRefused."""
    rows = [Question(contest=contest, **checked(one)) for one in given]
    with transaction.atomic():
        row = in_preparation(contest, by=by)
        Question.objects.bulk_create(rows, batch_size=500)
        audit.record("contest.question.import", row, by=by, unit=row.owner, after={"questions": len(rows)})
    return len(rows)


def withdraw_question(question: Question, *, why: str, by: Any) -> int:
    """Everybody who had the question gets its points and the ranking follows; gives how many papers changed.

    Once; the audit row says what was withdrawn and why. Raises CampaignError, StepRefused.
    """
    reason = texts.line(why, field="note", label="Lý do hủy câu hỏi", longest=500)
    with transaction.atomic():
        row = locked(question.contest)
        refusal = runs_contest(by, row)
        if refusal:
            raise StepRefused(refusal)
        if row.status not in (Contest.Status.OPEN, Contest.Status.CLOSED, Contest.Status.PUBLISHED):
            raise CampaignError("Cuộc thi chưa mở: hãy sửa hoặc xóa câu hỏi, không cần hủy.")
        taken = Question.objects.filter(pk=question.pk, withdrawn_at__isnull=True).update(
            withdrawn_at=timezone.now(), withdrawn_why=reason
        )
        if not taken:
            raise CampaignError("Câu hỏi này đã được hủy trước đó.")
        answers = Answer.objects.filter(question=question).exclude(points=question.points)
        changed = list(answers.values_list("entry_id", flat=True))
        answers.update(points=question.points)
        rescore(Answer.objects.filter(question=question).order_by().values("entry_id"))
        audit.record(
            "contest.question.withdraw", row, by=by, unit=row.owner,
            after={"question": question.pk, "text": question.text[:200], "why": reason,
                   "papers": write.number(len(changed))},
        )  # fmt: skip
    return len(changed)
