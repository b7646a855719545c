"""Which packages hold records for reports, and what the kinds are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from campaigns.activity_records import records_of as activity_records
from campaigns.awards import queries as awards
from campaigns.contests import reports as contests
from campaigns.emulation import queries as emulation
from campaigns.examples import queries as examples
from campaigns.opinions import queries as opinions
from campaigns.petitions import queries as petitions
from campaigns.records import ReportRecord
from campaigns.supervision import queries as supervision
from units.models import Unit

RecordsOf = Callable[[Unit, dt.date, dt.date], list[ReportRecord]]


@dataclass(frozen=True)
class Source:
    """One reader of records and the kinds it gives."""

    kinds: frozenset[str]
    records_of: RecordsOf


# Kind → its name on pages and in print.
KIND_NAMES = {
    "activity": "Hoạt động",
    "contest": "Cuộc thi đơn vị tổ chức",
    "contest_part": "Cuộc thi có người của đơn vị dự",
    "outside_contest": "Cuộc thi do nơi khác tổ chức",
    "award": "Khen thưởng",
    "movement": "Phong trào thi đua",
    "registration": "Đăng ký thi đua",
    "opinion": "Phản ánh dư luận",
    "petition": "Kiến nghị tiếp nhận",
    "petition_answer": "Kiến nghị đã trả lời",
    "visit": "Cuộc giám sát, kiểm tra",
    "example": "Gương điển hình",
}
SOURCES: tuple[Source, ...] = (
    Source(frozenset({"activity"}), activity_records),
    Source(frozenset({"contest", "contest_part", "outside_contest"}), contests.records_of),
    Source(frozenset({"award"}), awards.records_of),
    Source(frozenset({"movement", "registration"}), emulation.records_of),
    Source(frozenset({"opinion"}), opinions.records_of),
    Source(frozenset({"petition", "petition_answer"}), petitions.records_of),
    Source(frozenset({"visit"}), supervision.records_of),
    Source(frozenset({"example"}), examples.records_of),
)


def records_of(
    unit: Unit, first_day: dt.date, last_day: dt.date, kinds: Collection[str]
) -> list[ReportRecord]:
    """Records of these kinds, by day. Packages that hold none of the kinds are not asked."""
    found = [
        record
        for source in SOURCES
        if source.kinds & set(kinds)
        for record in source.records_of(unit, first_day, last_day)
    ]
    return sorted(found, key=lambda record: (record.on, record.kind, record.pk))
