"""The minutes of a visit as a paper: heading, who took part, what was found, what is asked by when."""

from __future__ import annotations

from campaigns.supervision.models import Visit
from core.formats import write
from documents.pages import Heading, Line, Paper, SignatureBlock
from units.queries import heading_of

_HEADS = {
    Visit.Kind.SUPERVISION: "Giám sát",
    Visit.Kind.CRITIQUE: "Phản biện xã hội",
    Visit.Kind.INSPECTION: "Kiểm tra",
}


def minutes_paper(visit: Visit) -> Paper:
    """Ready to be printed and signed on paper by both sides."""
    name = heading_of(visit.unit, on=visit.planned_on)
    return Paper(
        document_type="BIÊN BẢN",
        abstract=f"{_HEADS[Visit.Kind(visit.kind)]} {visit.subject[:1].lower()}{visit.subject[1:]}",
        heading=Heading(
            parent_authority=name.parent_authority, issuing_body=name.issuing_body, number=None,
            symbol=f"BB-{name.symbol}", place_name=visit.unit.place_name, issued_on=visit.planned_on,
        ),
        lines=tuple(_lines(visit)),
        signature=SignatureBlock(authority_lines=("TRƯỞNG ĐOÀN",), name=_leader(visit)),
        bases=_bases(visit),
        opening=(
            f"Ngày {write.date(visit.planned_on)}, tại {visit.visited.name}, đoàn của {visit.unit.name} đã làm việc "
            "với đơn vị.",
        ),
        closing=("Biên bản được lập thành hai bản, đọc lại cho các bên cùng nghe và ký tên.",),
        draft_mark=visit.status not in (Visit.Status.HELD, Visit.Status.CLOSED),
    )  # fmt: skip


def _bases(visit: Visit) -> tuple[str, ...]:
    if not visit.basis:
        return ()
    return (visit.basis if visit.basis.lower().startswith("căn cứ") else f"Căn cứ {visit.basis}",)


def _leader(visit: Visit) -> str:
    """The first of the delegation: the name before the post."""
    first = next(iter(visit.members.splitlines()), "")
    return first.partition(",")[0].strip()


def _lines(visit: Visit) -> list[Line]:
    parts = [
        ("Thành phần đoàn", visit.members), ("Đại diện đơn vị được giám sát", visit.present),
        ("Kết quả", visit.findings), ("Ưu điểm", visit.strengths), ("Hạn chế, nguyên nhân", visit.faults),
    ]  # fmt: skip
    asked = "\n".join(f"{one.text} Hạn: {write.date(one.due_on)}." for one in visit.recommendations.all())
    lines: list[Line] = []
    for number, (title, text) in enumerate(
        [(title, text) for title, text in [*parts, ("Kiến nghị", asked)] if text.strip()], 1
    ):
        lines.append(Line(f"p{number}", "section", f"{number}.", title, titled=True))
        rows = [row.strip() for row in text.splitlines() if row.strip()]
        lines += [Line(f"p{number}x{at}", "bullet", "-", row) for at, row in enumerate(rows)]
    return lines
