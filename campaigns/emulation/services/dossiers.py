"""Papers of a movement: submission, minutes of the council, list, report of achievements, final report, pledge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from campaigns.awards.dossier import Annex, Block, Heading, Table, draw_up
from campaigns.awards.dossier_models import DossierPaper
from campaigns.emulation.models import Council, Movement, Rating
from campaigns.emulation.queries import class_counts, progress_whole
from campaigns.emulation.workflow import runs_movement
from campaigns.services.errors import CampaignError
from core.formats import write
from core.workflow import StepRefused

_Kind = DossierPaper.Kind


def draw_paper(movement: Movement, kind: str, *, by: Any) -> DossierPaper:
    """A draft of the kind from the movement's rows; people word it, then it goes the way of every document.

    Raises CampaignError, StepRefused.
    """
    if reason := runs_movement(by, movement):
        raise StepRefused(reason)
    if kind not in PAPERS:
        raise CampaignError("Không có loại văn bản này.", "kind")
    if not Rating.objects.filter(registration__movement=movement).exists():
        raise CampaignError(
            "Phong trào chưa xếp hạng nên chưa lập được hồ sơ. Hãy “Xếp hạng, trình hội đồng” trước."
        )
    title, body, annexes = PAPERS[kind]
    return draw_up(
        kind, issuer=movement.owner, abstract=f"{title} {_name(movement)}", body=body(movement),
        annexes=annexes(movement), by=by, source_name=movement.name,
        source_url=reverse("campaigns:movement_detail", args=[movement.pk]), source_key=source_key(movement),
    )  # fmt: skip


def source_key(movement: Movement) -> str:
    return f"movement:{movement.pk}"


def _name(movement: Movement) -> str:
    return f"phong trào thi đua “{movement.name}” năm {movement.year}"


def _submission(movement: Movement) -> Sequence[Block]:
    return [
        f"Căn cứ kết quả chấm điểm, bình xét {_name(movement)}, {movement.owner.name} đề nghị công nhận và khen thưởng "
        "các đơn vị có thành tích như sau:",
        _count_table(movement),
        "Danh sách đơn vị được đề nghị khen thưởng kèm theo Tờ trình này.",
        "Kính đề nghị xem xét, quyết định.",
    ]


def _minutes(movement: Movement) -> Sequence[Block]:
    council = Council.objects.filter(movement=movement).first()
    if council is None:
        raise CampaignError("Phong trào chưa lập hội đồng nên chưa có biên bản. Hãy lập hội đồng trước.")
    vote = council.votes.filter(status="closed").order_by("-number").first()
    if vote is None:
        raise CampaignError("Hội đồng chưa kiểm phiếu nên chưa lập được biên bản.")
    turns = list(vote.turns.select_related("member__user"))
    taken = sum(turn.taken for turn in turns)
    when = write.date(council.met_on) if council.met_on else "…"
    counted = vote.candidates.select_related("registration__unit").order_by("registration__unit__path")
    rows = [
        [number, one.registration.unit.name, one.agreed, one.refused, "Đạt" if one.passed else "Không đạt"]
        for number, one in enumerate(counted, 1)
    ]
    return [
        Heading("Thời gian, địa điểm, thành phần"),
        f"Thời gian: {when}. Địa điểm: {council.place or '…'}.",
        f"Hội đồng có {len(turns)} thành viên; tham gia bỏ phiếu {taken} thành viên.",
        *[f"- {turn.member.user.full_name}, {turn.member.get_post_display()}" for turn in turns],
        Heading("Nội dung"),
        f"Hội đồng xét kết quả {_name(movement)} theo bộ tiêu chí “{movement.criteria}”.",
        *(line for line in council.note.splitlines() if line.strip()),
        Heading("Kết quả bỏ phiếu kín"),
        f"Đơn vị đạt khi có từ {council.agree_percent}% số phiếu đồng ý; thành viên không bỏ phiếu cho đơn vị mình.",
        Table(("TT", "Đơn vị", "Đồng ý", "Không đồng ý", "Kết quả"), rows, widths=(7, 53, 12, 14, 14)),
        "Biên bản được thông qua tại cuộc họp.",
    ]


def _achievement(movement: Movement) -> Sequence[Block]:
    done = progress_whole(movement)
    return [
        Heading("Đặc điểm, tình hình"),
        f"{movement.owner.name} phát động {_name(movement)}"
        + (f" với khẩu hiệu “{movement.slogan}”." if movement.slogan else "."),
        *(line for line in movement.content.splitlines() if line.strip()),
        Heading("Kết quả"),
        f"Có {write.number(done.registered)} đơn vị và {write.number(done.people)} cá nhân đăng ký (nữ "
        f"{write.number(done.women)}); {write.number(done.self_scored)} đơn vị tự chấm điểm có minh chứng; cụm, khối chấm "
        f"{write.number(done.peer_scored)} đơn vị; cấp trên chấm {write.number(done.upper_scored)} đơn vị.",
        _count_table(movement),
    ]


def _results(movement: Movement) -> Sequence[Block]:
    return [
        f"{movement.owner.name} thông báo kết quả xếp hạng {_name(movement)} như sau:",
        _count_table(movement),
        "Kết quả của từng đơn vị trong danh sách kèm theo.",
    ]


def _summary(movement: Movement) -> Sequence[Block]:
    awarded = Rating.objects.filter(registration__movement=movement, awarded=True).count()
    return [
        *_achievement(movement),
        Heading("Khen thưởng"),
        f"Đã khen thưởng {write.number(awarded)} tập thể theo kết quả của phong trào.",
        Heading("Hạn chế, nguyên nhân"),
        "…",
        Heading("Phương hướng thời gian tới"),
        "…",
    ]


def _count_table(movement: Movement) -> Table:
    counts = class_counts(movement)
    return Table(
        ("Hạng", "Số đơn vị", "Số đoàn viên"),
        [[row.name, row.units, row.members] for row in counts],
        widths=(60, 20, 20),
    )


def _list(movement: Movement, *, only_proposed: bool) -> Sequence[Annex]:
    found = Rating.objects.filter(registration__movement=movement).select_related(
        "registration__unit", "registration__cluster", "grade"
    )
    if only_proposed:
        found = found.filter(grade__isnull=False).exclude(grade__award="")
    rows = [
        [number, one.registration.unit.name, one.registration.cluster.name if one.registration.cluster else "",
         write.number(one.points), one.place, one.grade.name if one.grade else "Không xếp hạng"]
        for number, one in enumerate(found.order_by("grade__order", "-points", "registration__unit__path"), 1)
    ]  # fmt: skip
    if not rows:
        return ()
    header = ("TT", "Đơn vị", "Cụm, khối", "Điểm", "Thứ tự", "Hạng")
    title = "Danh sách đơn vị đề nghị khen thưởng" if only_proposed else "Kết quả xếp hạng các đơn vị"
    return (Annex(title, [Table(header, rows, widths=(6, 34, 24, 9, 8, 19))]),)


def _proposed_list(movement: Movement) -> Sequence[Annex]:
    return _list(movement, only_proposed=True)


def _whole_list(movement: Movement) -> Sequence[Annex]:
    return _list(movement, only_proposed=False)


def _no_annex(movement: Movement) -> Sequence[Annex]:
    return ()


# Kind → beginning of the abstract, body, annexes.
PAPERS: dict[
    str, tuple[str, Callable[[Movement], Sequence[Block]], Callable[[Movement], Sequence[Annex]]]
] = {
    _Kind.SUBMISSION: ("Về việc đề nghị khen thưởng", _submission, _proposed_list),
    _Kind.MINUTES: ("Họp hội đồng thi đua – khen thưởng xét", _minutes, _no_annex),
    _Kind.ACHIEVEMENT: ("Thành tích", _achievement, _no_annex),
    _Kind.RESULTS: ("Kết quả xếp hạng", _results, _whole_list),
    _Kind.SUMMARY: ("Tổng kết", _summary, _whole_list),
}
