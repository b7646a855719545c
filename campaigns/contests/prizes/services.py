"""Prizes while the contest is prepared; winners once it is over, and the paper that names them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from campaigns.awards.dossier import Annex, Heading, Table, draw_up
from campaigns.awards.dossier_models import DossierPaper
from campaigns.awards.models import AwardTitle, Receiver
from campaigns.awards.services import NewAward, record_awards
from campaigns.certificates.services import Recipient
from campaigns.contests.models import Contest
from campaigns.contests.prizes.models import ContestPrize, Winner
from campaigns.contests.prizes.queries import winner_rows, winners_now
from campaigns.contests.ranking import participation_of
from campaigns.contests.services import in_preparation, locked
from campaigns.contests.workflow import runs_contest
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.workflow import StepRefused
from units import audit

MOST_PLACES, MOST_WORTH = 500, 10_000_000_000
# The certificate of a contest, in the catalogue of titles.
TITLE = "giay_chung_nhan"
FIELDS = ("name", "kind", "places", "worth", "round", "essay_task", "unit_kind", "cluster")


def save_prize(
    contest: Contest, prize: ContestPrize | None, *, by: Any = None, **values: Any
) -> ContestPrize:
    """A prize (a new one at the end for None); it stands in the thể lệ. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = in_preparation(contest, by=by)
        last = row.prize_rows.aggregate(last=Max("number"))["last"] or 0
        saved = prize or ContestPrize(contest=row, number=last + 1)
        for name in FIELDS:
            if name in values:
                setattr(saved, name, values[name])
        _check(saved, row)
        saved.save()
        facts = {name: str(getattr(saved, name)) for name in FIELDS}
        audit.record("contest.prize", row, by=by, unit=row.owner, after=facts)
    return saved


def remove_prize(prize: ContestPrize, *, by: Any = None) -> None:
    """Take the prize away while the contest is prepared. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = in_preparation(prize.contest, by=by)
        audit.record("contest.prize.remove", row, by=by, unit=row.owner, before={"name": prize.name})
        prize.delete()


def _check(prize: ContestPrize, contest: Contest) -> None:
    prize.name = texts.line(prize.name, field="name", label="Tên giải", longest=120)
    if not 1 <= prize.places <= MOST_PLACES:
        raise CampaignError(f"Số giải phải từ 1 đến {write.number(MOST_PLACES)}.", "places")
    if prize.worth is not None and prize.worth > MOST_WORTH:
        raise CampaignError("Trị giá quá lớn. Hãy kiểm tra lại.", "worth")
    if prize.round is not None and prize.essay_task is not None:
        raise CampaignError("Chọn vòng thi hoặc phần tự luận, không chọn cả hai.", "essay_task")
    if prize.kind == ContestPrize.Kind.UNIT and (prize.round is not None or prize.essay_task is not None):
        raise CampaignError(
            "Giải tập thể xếp theo toàn cuộc thi: để trống vòng thi và phần tự luận.", "round"
        )
    if prize.cluster is not None and not prize.cluster.is_under(contest.owner):
        raise CampaignError(f"Cụm phải thuộc {contest.owner.name}.", "cluster")


def name_winners(contest: Contest, *, by: Any) -> int:
    """Write down who wins as the boards stand, again after a score was changed. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = locked(contest)
        if reason := runs_contest(by, row):
            raise StepRefused(reason)
        if row.status not in (Contest.Status.CLOSED, Contest.Status.PUBLISHED):
            raise CampaignError("Hãy kết thúc cuộc thi rồi lập danh sách đạt giải.")
        found = winners_now(row)
        if not found:
            raise CampaignError("Cuộc thi chưa có giải nào. Giải được thêm khi cuộc thi đang chuẩn bị.")
        before = _told(row)
        Winner.objects.filter(prize__contest=row).delete()
        Winner.objects.bulk_create(
            Winner(
                prize=prize, participant_id=one.participant, unit_id=one.unit, rank=one.rank, score=one.score
            )
            for prize, places in found.items()
            for one in places
        )
        audit.record(
            "contest.winners",
            row,
            by=by,
            unit=row.owner,
            before={"winners": before},
            after={"winners": _told(row)},
        )
    return sum(map(len, found.values()))


def _told(contest: Contest) -> list[str]:
    rows = Winner.objects.filter(prize__contest=contest).order_by("prize", "rank", "pk")
    return [f"{one.prize_id}:{one.participant_id or f'u{one.unit_id}'}:{one.rank}" for one in rows]


def draw_up_results(contest: Contest, *, by: Any) -> DossierPaper:
    """The announcement of results with the list of winners, as a draft document of the organiser.

    Raises CampaignError, StepRefused.
    """
    rows = list(winner_rows(contest))
    if not rows:
        raise CampaignError("Chưa có danh sách đạt giải. Hãy lập danh sách trước.")
    reach = participation_of(by, contest)
    winners: dict[str, list[list[Any]]] = {}
    for one in rows:
        who = one.participant.name if one.participant else one.unit.name
        unit = one.unit.name if one.participant else ""
        winners.setdefault(board_name(one.prize), []).append(
            [one.prize.name, who, unit, write.number(one.score, 2)]
        )
    blocks: list[Any] = []
    for board, lines in winners.items():
        numbered = [[at, *line] for at, line in enumerate(lines, 1)]
        header = ["TT", "Giải", "Họ và tên, tập thể", "Đơn vị", "Điểm, tỷ lệ (%)"]
        blocks += [Heading(board), Table(header, numbered, widths=(7, 18, 30, 30, 15))]
    body = [
        f"{contest.name} (chủ đề: {contest.topic}) có {write.number(reach.people)} người dự thi với "
        f"{write.number(reach.papers)} bài đã nộp của {write.number(reach.units)} đơn vị.",
        f"{contest.owner.name} công bố {write.number(len(rows))} giải theo danh sách kèm theo.",
        f"Khiếu nại về kết quả gửi trong {write.number(contest.complaint_days)} ngày kể từ ngày công bố.",
    ]
    return draw_up(
        DossierPaper.Kind.RESULTS, issuer=contest.owner, abstract=f"Kết quả {contest.name}", body=body, by=by,
        annexes=[Annex("Danh sách tập thể, cá nhân đạt giải", blocks)], source_name=contest.name,
        source_url=reverse("campaigns:contest_prizes", kwargs={"pk": contest.pk}), source_key=f"contest:{contest.pk}",
    )  # fmt: skip


def register_winners(contest: Contest, *, decision_number: str, decided_on: dt.date, by: Any) -> int:
    """A line in the register of awards for every winner, by the decision that gave the prizes; gives how many.

    Raises CampaignError (AwardsRefused with every fault), StepRefused.
    """
    rows = list(winner_rows(contest))
    if contest.status != Contest.Status.PUBLISHED or not rows:
        raise CampaignError("Hãy lập danh sách đạt giải và công bố kết quả rồi ghi sổ khen thưởng.")
    title = AwardTitle.objects.get(code=TITLE)
    news = [
        NewAward(
            unit=one.unit, title=title, year=decided_on.year,
            receiver=Receiver.PERSON if one.participant else Receiver.COLLECTIVE,
            name=one.participant.name if one.participant else "",
            birth_year=one.participant.birth_year if one.participant else None,
            issuer=contest.owner, decision_number=decision_number, decided_on=decided_on, contest=contest,
            origin=contest.name, reason=f"{one.prize.name} ({board_name(one.prize)})",
        )
        for one in rows
    ]  # fmt: skip
    return len(record_awards(news, keeper=contest.owner, by=by))


def certificate_recipients(contest: Contest) -> list[Recipient]:
    """The winners as certificates name them."""
    return [
        Recipient(
            name=one.participant.name if one.participant else one.unit.name,
            unit=one.unit.name if one.participant else "",
            values={"title": one.prize.name, "reason": f"Đạt {one.prize.name} ({board_name(one.prize)})"},
        )
        for one in winner_rows(contest)
    ]


def board_name(prize: ContestPrize) -> str:
    """“Cá nhân · Tuần 1 · Công đoàn cơ sở”."""
    parts = [str(prize.get_kind_display()), str(prize.round or prize.essay_task or "Toàn cuộc thi")]
    parts += [part.name for part in (prize.unit_kind, prize.cluster) if part]
    return " · ".join(parts)
