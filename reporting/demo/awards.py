"""Awards of the year before, decided in the half-year of the example; a blank form, a batch printed on it, a tờ trình."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from campaigns.awards.dossier import Heading, draw_up
from campaigns.awards.lists import award_annex
from campaigns.awards.models import Award, AwardTitle, Level, Receiver
from campaigns.awards.recipients import recipients_of
from campaigns.awards.services import NewAward, record_awards
from campaigns.certificates.services import create_blank, print_for
from documents.official import official_date
from reporting.demo.calendar import DemoYear
from reporting.demo.names import People, dice
from reporting.demo.people import Cast
from units.models import Unit

CONFEDERATION = "Tổng Liên đoàn Lao động Việt Nam"
FOR_UNIT = "Hoàn thành xuất sắc nhiệm vụ công tác công đoàn, xây dựng công đoàn cơ sở vững mạnh"
FOR_PERSON = "Có nhiều sáng kiến, tận tụy với đoàn viên, người lao động"


def give_awards(cast: Cast, demo: DemoYear) -> None:
    """A few true-to-life lines for the register, and what is made of them."""
    drafter = cast.drafter(cast.top)
    made = record_awards(list(_lines(cast, demo)), keeper=cast.top, by=drafter)
    _print(cast, [award for award in made if award.issuer_id == cast.top.pk])
    draw_up(
        "submission", issuer=cast.top, by=drafter, abstract=f"Về việc đề nghị khen thưởng năm {demo.year - 1}",
        addressees=[CONFEDERATION],
        bases=["Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;"],
        body=[
            Heading("Kết quả bình xét"),
            f"Hội đồng Thi đua, khen thưởng {cast.top.name} đã họp, bỏ phiếu kín và nhất trí danh sách kèm theo.",
            Heading("Đề nghị"),
            f"{cast.top.name} kính đề nghị {CONFEDERATION} xem xét, quyết định.",
        ],
        annexes=[award_annex(award for award in made if award.level == Level.CONFEDERATION)],
        source_name="Sổ khen thưởng", source_url="/chien-dich/khen-thuong/?cap=confederation",
    )  # fmt: skip


def _lines(cast: Cast, demo: DemoYear) -> Iterator[NewAward]:
    book, rng = _Book(cast, demo), dice("awards", "who")
    for at, base in enumerate(cast.bases):
        above = base.parent or cast.top
        # Who stands right under the province gets bằng khen from it, not giấy khen beside it.
        if at % 3 == 0 and above != cast.top:
            yield book.line(base, "giay_khen", above, 12 + at // 40)
        if at % 9 == 0:
            yield book.line(base, "bang_khen", cast.top, 25)
        if at % 4 == 0:
            yield book.line(base, "lao_dong_tien_tien", above, 14, woman=rng.random() < 0.5)
        if at % 10 == 0:
            yield book.line(base, "cstd_co_so", above, 15, woman=rng.random() < 0.5)
        if at % 6 == 0:
            yield book.line(base, "gioi_viec_nuoc", cast.top, 31, woman=True)
        if at in (1, 20):
            yield book.line(base, "bang_lao_dong_sang_tao", None, 88, woman=at == 20)
        if at in (2, 30):
            yield book.line(base, "co_thi_dua_tinh", cast.top, 27)
        if at == 4:
            yield book.line(base, "co_thi_dua_tld", None, 90)


class _Book:
    """Writes lines of one year and day; people's names do not repeat."""

    def __init__(self, cast: Cast, demo: DemoYear) -> None:
        self.top, self.year, self.day = cast.top, demo.year - 1, dt.date(demo.year, 1, 15)
        self.titles, self.people = AwardTitle.objects.in_bulk(), People(dice("awards"))

    def line(
        self, unit: Unit, title: str, issuer: Unit | None, number: int, *, woman: bool | None = None
    ) -> NewAward:
        """`issuer` None is the General Confederation; `woman` None the unit itself."""
        given: dict[str, Any] = {
            "issuer_name": CONFEDERATION,
            "level": Level.CONFEDERATION,
            "reason": FOR_UNIT,
        }
        symbol = "TLĐ"
        if issuer is not None:
            given, symbol = {"issuer": issuer, "reason": FOR_UNIT}, "LĐLĐ" if issuer == self.top else "CĐ"
        if woman is not None:
            name = self.people.name(woman=woman)
            given |= {"receiver": Receiver.PERSON, "name": name, "female": woman, "reason": FOR_PERSON}
        return NewAward(
            unit=unit, title=self.titles[title], year=self.year, decided_on=self.day,
            decision_number=f"{number}/QĐ-{symbol}", **given,
        )  # fmt: skip


def _print(cast: Cast, awards: list[Award]) -> None:
    """The flags and bằng khen of the province on its blank."""
    drafter = cast.drafter(cast.top)
    blank = create_blank(unit=cast.top, name="Bằng khen A4 nằm ngang", width=297, height=210, by=drafter)
    create_blank(
        unit=cast.top, name="Giấy chứng nhận A5 (hội thi, tập huấn)", width=210, height=148, by=drafter
    )
    chair = cast.leader(cast.top)
    print_for(
        recipients_of(award for award in awards if award.title_id == "bang_khen"), blank, unit=cast.top, by=drafter,
        name=f"Bằng khen năm {awards[0].year}", source_url="/chien-dich/khen-thuong/?danh-hieu=bang_khen",
        common={
            "place_date": official_date(cast.top.place_name, awards[0].decided_on), "post": "CHỦ TỊCH",
            "signer": chair.full_name,
        },
    )  # fmt: skip
