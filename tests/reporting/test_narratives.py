"""What the units wrote under a heading: copies, numbers against figures, themes, names."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents import jobs
from reporting.narratives import queries, services
from reporting.narratives.numbers import chips
from reporting.narratives.services import read_ahead
from reporting.narratives.similarity import grouped
from reporting.narratives.themes import without_names
from reporting.services.annex_pages import ask_for_annex_pages
from tests import factories
from tests.reporting.compile_factories import Country, accept, freeze_tree, make_period, narrate
from units.models import Role

TALKS = "Tổ chức {} cuộc tuyên truyền, phổ biến pháp luật cho đoàn viên và người lao động tại đơn vị."
WAGES = "Còn khó khăn: doanh nghiệp nợ lương người lao động."


def words(text, **figures):
    return [chip.words for chip in chips(text, {code: Decimal(value) for code, value in figures.items()})]


def test_copies_are_found_whatever_their_numbers():
    texts = [TALKS.format(12), "Thăm hỏi đoàn viên ốm đau kịp thời.", TALKS.format("1.250").upper()]
    assert grouped(texts) == [[0, 2], [1]]


@pytest.mark.parametrize(
    ("text", "figures", "told"),
    [
        (TALKS.format(12), {"TT01": 12}, ["khớp TT01"]),
        (TALKS.format(12), {"TT01": 10}, ["khác TT01: biểu ghi 10"]),
        (TALKS.format(12), {}, ["TT01: biểu không ghi số"]),
        (TALKS.format("gần 11"), {"TT01": 10}, ["khớp TT01"]),
        (TALKS.format("khoảng 12"), {"TT01": 10}, ["khác TT01: biểu ghi 10"]),
        (
            "Tuyên truyền 02 buổi cho 1.250 lượt người.",
            {"TT01": 2, "TT02": 1250},
            ["khớp TT01", "khớp TT02"],
        ),
        ("Thăm hỏi đoàn viên ốm đau 2,5 triệu đồng.", {"CL02": 2_500_000}, ["khớp CL02"]),
        ("5 cuộc tuyên truyền về luật và 7 cuộc tuyên truyền về an toàn.", {"TT01": 12}, ["khớp TT01"]),
        ("Phấn đấu tổ chức 20 cuộc tuyên truyền.", {"TT01": 3}, []),
        ("Ngày 12/5 tổ chức hội nghị tuyên truyền.", {"TT01": 3}, []),
    ],
)
def test_number_of_a_text_stands_beside_the_figure(text, figures, told):
    assert words(text, **figures) == told


def test_names_of_persons_are_hidden_and_places_stay():
    told = without_names("Theo ông Nguyễn Văn Ánh và chị Đỗ Thị Hà, người dân Bà Rịa lo lắng.")
    assert told == "Theo ông … và chị …, người dân Bà Rịa lo lắng."


@pytest.fixture
def here(client, db):
    country = Country()
    accept(country.report(country.school), {"TT01": 12})
    accept(country.report(country.factory), {"TT01": 9})
    client.force_login(factories.person(Role.UPPER_UNIT, country.province, "Lê Thị Hạnh"))
    country.url = reverse("reporting:narratives", args=[country.place(country.province).pk])
    return country


def groups(client, here, **query):
    return list(client.get(here.url, query).context["page"])


def test_units_that_copied_each_other_stand_once_each_with_its_number(client, here):
    narrate(here.report(here.school), "II.2", TALKS.format(12))
    narrate(here.report(here.factory), "II.2", TALKS.format(15))
    narrate(here.report(here.mill), "II.2", TALKS.format(4))  # not accepted
    said = client.get(here.url).content.decode()
    assert "2 đơn vị viết gần giống nhau" in said and here.mill.name not in said
    assert "khớp TT01" in said and "khác TT01: biểu ghi 9" in said
    assert len(groups(client, here, loc="khac-so")) == 1 and groups(client, here, loc="nam-truoc") == []
    assert client.get(here.url, {"tep": "xlsx"}).content[:2] == b"PK"


def test_text_of_last_year_is_marked(client, here):
    here.period.previous = make_period(here.province, code="6t-2025", year=2025)
    here.period.save()
    narrate(accept(freeze_tree(here.period.previous)[here.school.pk]), "II.2", TALKS.format(7))
    narrate(here.report(here.school), "II.2", TALKS.format(12))
    narrate(here.report(here.factory), "II.2", TALKS.format(12))
    (group,) = groups(client, here)
    assert {member.unit: member.from_last_year for member in group.members} == {
        here.school.name: True, here.factory.name: False,
    }  # fmt: skip


def test_theme_opens_to_its_units(client, here):
    narrate(here.report(here.school), "I.2", WAGES)
    narrate(here.report(here.factory), "I.2", "Tiền lương được trả đúng hạn.")
    (told,) = client.get(here.url, {"muc": "I.2"}).context["themes"]
    assert (told.units, told.words) == (1, "CĐCS nêu khó khăn về tiền lương")
    (group,) = groups(client, here, muc="I.2", kk=told.code)
    assert group.first.unit == here.school.name


def test_under_a_heading_of_difficulties_every_sentence_tells_one(client, here):
    narrate(here.report(here.school), "III.2", "Cán bộ công đoàn kiêm nhiệm, ít thời gian.")
    (told,) = client.get(here.url, {"muc": "III.2"}).context["themes"]
    assert told.words == "CĐCS nêu khó khăn về cán bộ công đoàn"


def test_opinions_are_shown_and_searched_without_names(client, here):
    narrate(here.report(here.school), "I.4", "Ông Trần Văn Mẫu phản ánh bữa ăn ca còn thấp.")
    assert groups(client, here, muc="I.4", q="bua an ca")[0].first.text.startswith("Ông … phản ánh")
    assert groups(client, here, muc="I.4", q="tran van mau") == []


def test_page_costs_the_same_for_one_unit_and_for_many(client, here):
    narrate(here.report(here.school), "II.2", TALKS.format(12))
    client.get(here.url)
    with CaptureQueriesContext(connection) as one:
        client.get(here.url)
    for unit in (here.factory, here.direct, here.upper):
        report = here.report(unit)
        narrate(report if report.status == "accepted" else accept(report), "II.2", f"{unit.name}: {TALKS}")
    with CaptureQueriesContext(connection) as many:
        client.get(here.url)
    assert len(many) == len(one)


@pytest.fixture
def reads(monkeypatch):
    """How often a text was read and texts were grouped since."""
    told = {"read": 0, "grouped": 0}
    for module, name in ((queries, "read"), (queries, "grouped"), (services, "grouped")):
        real = getattr(module, name)

        def counted(*given, real=real, name=name):
            told[name] += 1
            return real(*given)

        monkeypatch.setattr(module, name, counted)
    return told


def shown(client, here):
    return [
        [(p.unit, p.text, p.themes, p.from_last_year, p.chips) for p in group.members]
        for group in groups(client, here)
    ]  # fmt: skip


def test_each_text_is_read_once_and_again_only_when_it_or_last_year_changed(client, here, reads):
    here.period.previous = make_period(here.province, code="6t-2025", year=2025)
    here.period.save()
    old = narrate(accept(freeze_tree(here.period.previous)[here.school.pk]), "II.2", "Khác hẳn năm nay.")
    mine = narrate(here.report(here.school), "II.2", TALKS.format(12))
    narrate(here.report(here.factory), "II.2", TALKS.format(12))
    before = shown(client, here)
    assert reads == {"read": 2, "grouped": 1}
    place = here.place(here.province)
    assert read_ahead(place) == 2 and read_ahead(place) == 0
    reads.update(read=0, grouped=0)
    assert shown(client, here) == before and reads == {"read": 0, "grouped": 0}
    mine.text = TALKS.format(3)
    mine.save()
    assert tuple(c.words for c in shown(client, here)[0][0][4]) == ("khác TT01: biểu ghi 12",)
    assert reads == {"read": 1, "grouped": 1}
    assert read_ahead(place) == 1
    old.text = TALKS.format(1)
    old.save()
    reads.update(read=0, grouped=0)
    assert shown(client, here)[0][0][3] is True and reads["read"] == 1


def test_texts_are_read_ahead_with_the_annex_pages(here):
    narrate(here.report(here.school), "II.2", TALKS.format(12))
    later = timezone.now() + dt.timedelta(minutes=5)
    for job in ask_for_annex_pages(later):
        jobs.run(job.pk)
    place = here.place(here.province)
    section = next(one for one, told in queries.headings(place) if told)
    assert all(text.kept for text in queries.texts_of(place, section))
    assert queries.paragraphs_of(place, section).kept is not None
