"""Taking part: the light account, the draw, each answer, the bell. Nothing here asks for a portal account."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from campaigns.contests.drawing import draw
from campaigns.contests.judging import is_right, read_value
from campaigns.contests.models import Answer, Contest, ContestRound, Entry, Participant, Question
from campaigns.contests.services.scoring import finish_papers
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import fold
from units.models import Unit

OLDEST, YOUNGEST = 100, 14
PHONE = re.compile(r"0\d{9}")
# An answer still under way when the bell rings is in the table before the papers are counted.
BELL_WAITS = dt.timedelta(seconds=5)


class TooLate(CampaignError):
    """The bell has rung; the paper stands as it was saved."""


class OtherDevice(CampaignError):
    """Somebody went on with this paper on another device."""


# --- the light account


def register(
    contest: Contest, *, name: str, unit: Unit | None, birth_year: int, phone: str, consent: bool
) -> Participant:
    """The participant; who registered before comes back with the same phone, name and year, and this device counts.

    Raises CampaignError with the field to mend.
    """
    if contest.status not in Contest.PUBLIC:
        raise CampaignError("Cuộc thi không nhận đăng ký lúc này.")
    words = texts.line(name, field="name", label="Họ và tên", longest=80)
    if len(words.split()) < 2:
        raise CampaignError("Hãy nhập đủ họ và tên.", "name")
    number = clean_phone(phone)
    this_year = timezone.localdate().year
    if not this_year - OLDEST <= birth_year <= this_year - YOUNGEST:
        raise CampaignError(
            f"Năm sinh phải từ {this_year - OLDEST} đến {this_year - YOUNGEST}.", "birth_year"
        )
    known = Participant.objects.filter(contest=contest, phone=number).first()
    if known is None:
        if contest.status != Contest.Status.OPEN:
            raise CampaignError(
                "Cuộc thi đã đóng: chỉ người đã đăng ký mới vào lại được. Hãy kiểm tra số điện thoại.",
                "phone",
            )
        if unit is None or not unit.is_under(contest.owner) or unit.ended_on:
            raise CampaignError(f"Hãy chọn một đơn vị thuộc {contest.owner.name}.", "unit")
        if not consent:
            raise CampaignError(
                "Hãy đánh dấu đồng ý để ban tổ chức dùng thông tin này cho cuộc thi.", "consent"
            )
        try:
            with transaction.atomic():
                return Participant.objects.create(
                    contest=contest, name=words, unit=unit, birth_year=birth_year, phone=number
                )
        except IntegrityError:  # the same person pressed twice
            known = Participant.objects.get(contest=contest, phone=number)
    return _back(known, words, birth_year)


def _back(known: Participant, name: str, birth_year: int) -> Participant:
    if fold(known.name) != fold(name) or known.birth_year != birth_year:
        raise CampaignError(
            "Số điện thoại này đã đăng ký với họ tên hoặc năm sinh khác. Hãy nhập đúng như lần đầu.",
            "phone",
        )
    Participant.objects.filter(pk=known.pk).update(device=F("device") + 1)
    known.refresh_from_db(fields=["device"])
    return known


def is_registered(contest: Contest, phone: str) -> bool:
    """Whether somebody takes part with this number; a wrong number is nobody's."""
    try:
        return Participant.objects.filter(contest=contest, phone=clean_phone(phone)).exists()
    except CampaignError:
        return False


def clean_phone(text: str) -> str:
    """Ten digits from “0912 345 678” or “+84 912345678”. Raises CampaignError."""
    digits = re.sub(r"[\s.\-()]", "", text)
    digits = re.sub(r"^(\+?84)(?=\d{9}$)", "0", digits)
    if not (digits.isascii() and PHONE.fullmatch(digits)):
        raise CampaignError("Số điện thoại gồm 10 chữ số, bắt đầu bằng 0. Ví dụ: 0912345678.", "phone")
    return digits


# --- the paper


def start(participant: Participant, one: ContestRound) -> Entry:
    """The participant's paper of the round, drawn now the first time. Raises CampaignError when it is shut."""
    known = Entry.objects.filter(participant=participant, round=one).first()
    if known is not None:
        return known
    now = timezone.now()
    if one.contest_id != participant.contest_id or one.contest.status != Contest.Status.OPEN:
        raise CampaignError("Cuộc thi không nhận bài lúc này.")
    if now < one.opens_at:
        raise CampaignError(f"{one.name} mở lúc {write.datetime(one.opens_at)}. Hãy quay lại vào giờ đó.")
    if now >= one.closes_at:
        raise TooLate(f"{one.name} đã đóng lúc {write.datetime(one.closes_at)}.")
    bank = Question.objects.filter(contest=one.contest_id, withdrawn_at__isnull=True).filter(
        Q(round=one) | Q(round__isnull=True)
    )
    drawn = draw(bank, seed=one.seed, participant=participant.pk, count=one.questions_each)
    ends_at = min(now + dt.timedelta(minutes=one.minutes), one.closes_at)
    try:
        with transaction.atomic():
            entry = Entry.objects.create(participant=participant, round=one, started_at=now, ends_at=ends_at)
            Answer.objects.bulk_create(
                Answer(entry=entry, question=question, place=place, option_order=order)
                for place, (question, order) in enumerate(drawn, 1)
            )
    except IntegrityError:  # two presses at once: one paper
        return Entry.objects.get(participant=participant, round=one)
    return entry


@dataclass(frozen=True)
class Taken:
    """What the device is told: the turn that stands now and the seconds left."""

    turn: int
    seconds_left: int


def give_answer(entry: Entry, *, question: int, given: Any, turn: int, device: int) -> Taken:
    """Store one answer; the same message twice, or an older one after a newer one, changes nothing.

    Raises BadAnswer, OtherDevice, TooLate.
    """
    with transaction.atomic():
        row = _locked(entry, device)
        answer = row.answers.select_related("question").filter(question=question).first()
        if answer is None:
            raise CampaignError("Câu hỏi này không có trong bài của bạn. Hãy tải lại trang.")
        _store(row, answer, given, turn)
        return Taken(max(turn, answer.turn), row.seconds_left)


def finish(entry: Entry, *, device: int, given: dict[int, Any] | None = None) -> Entry:
    """Hand in, with answers a page without scripts brings along. Twice is once. After the bell it counts as the bell's.

    Raises BadAnswer (nothing is stored then), OtherDevice.
    """
    with transaction.atomic():
        try:
            row = _locked(entry, device)
        except TooLate:
            finish_papers(Entry.objects.filter(pk=entry.pk), by_bell=True)
        else:
            for answer in row.answers.select_related("question").filter(question__in=given or {}):
                _store(row, answer, (given or {})[answer.question_id], answer.turn + 1)
            finish_papers(Entry.objects.filter(pk=row.pk), by_bell=False, at=timezone.now())
    entry.refresh_from_db()
    return entry


def ring_bell() -> int:
    """Hand in every paper whose time is over; gives how many."""
    return finish_papers(Entry.objects.filter(ends_at__lt=timezone.now() - BELL_WAITS), by_bell=True)


def _locked(entry: Entry, device: int) -> Entry:
    row = Entry.objects.select_for_update(of=("self",)).select_related("participant").get(pk=entry.pk)
    if row.participant.device != device:
        raise OtherDevice(
            "Bài thi này đang làm trên thiết bị khác. Câu đã lưu vẫn còn. Muốn làm tiếp ở đây, hãy đăng nhập lại."
        )
    if row.finished_at is not None:
        raise TooLate("Bài thi đã nộp nên không nhận thêm câu trả lời.")
    if timezone.now() >= row.ends_at:
        raise TooLate("Đã hết giờ. Bài thi được nộp với những câu đã lưu trước giờ đóng bài.")
    return row


def _store(entry: Entry, answer: Answer, given: Any, turn: int) -> None:
    value = read_value(answer.question, given)
    right = answer.question.withdrawn_at is not None or is_right(answer.question, value)
    kind = answer.question.kind
    points = answer.question.points if right and kind != Question.Kind.PREDICTION else 0
    stored = Answer.objects.filter(pk=answer.pk, turn__lt=turn).update(
        value=value, turn=turn, points=points, given_at=timezone.now()
    )
    if stored and kind == Question.Kind.PREDICTION:
        Entry.objects.filter(pk=entry.pk).update(prediction=value)
