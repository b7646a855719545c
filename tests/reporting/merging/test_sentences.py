"""Sentences of a compiled report keep the sentences of units they come from."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents import jobs
from reporting.corrections.content import _new_words
from reporting.merging.models import SentenceSource
from reporting.merging.queries import outdated_headings, shown_sentences
from reporting.merging.sentences import BULLET, CONTINUES, PARAGRAPH, Sentence, sentences_of, text_of
from reporting.models import CompiledReport, Narrative, Submission
from reporting.report.narrative import sections_of
from reporting.services import compile_report, edit_narrative
from tests import factories
from tests.reporting.compile_factories import Country, accept, narrate
from units.models import Role

TALKS = "Sinh hoạt pháp luật lao động hằng tuần cho đoàn viên."
RADIO = "Phát thanh nội bộ đầu ca về an toàn lao động."
GAMES = "Tổ chức hội thao chào mừng Tháng Công nhân năm 2026."


def test_text_is_taken_apart_and_put_together_again():
    text = "Đoạn một. Câu hai tại TP. Hồ Chí Minh!\n- Gạch 1.250 lượt; tiếp theo.\nCuối"
    found = sentences_of(text)
    assert [each.kind for each in found] == [PARAGRAPH, CONTINUES, BULLET, PARAGRAPH]
    assert found[1].text == "Câu hai tại TP. Hồ Chí Minh!"
    assert text_of(found) == text
    assert (
        text_of([Sentence(CONTINUES, " a\n b "), Sentence(CONTINUES, "c"), Sentence(BULLET, "")]) == "a b c"
    )


@pytest.fixture
def country(db, django_capture_on_commit_callbacks):
    country = Country()
    country.commit = django_capture_on_commit_callbacks
    country.officer = factories.person(Role.UPPER_UNIT, country.upper)
    for unit, text in ((country.school, f"{TALKS}\n{GAMES}"), (country.factory, f"{TALKS} {RADIO}")):
        narrate(accept(country.report(unit), {"TC05": 40}), "II.2", text)
    return country


@pytest.fixture
def report(country):
    return compiled(country, country.upper)


def compiled(country, unit):
    person = country.officer if unit == country.upper else factories.person(Role.UPPER_UNIT, unit)
    with country.commit():
        jobs.run(compile_report(country.place(unit), by=person).pk)
    return again(CompiledReport.objects.get(issuer=unit))


def again(report):
    return CompiledReport.objects.select_related("current_version", "period_unit").get(pk=report.pk)


def section(report, code="II.2"):
    return next(s for s in sections_of(again(report).current_version.content) if s["code"] == code)


def sources(report, code="II.2"):
    """(sentence, units it comes from, states)"""
    return [
        (each.text, {source.unit for source in each.sources}, {source.state for source in each.sources} - {""})
        for each in shown_sentences(again(report), section(report, code)) if not each.of_figures
    ]  # fmt: skip


def correct(report, old, new, code="II.2"):
    """As an approved correction of the text leaves it."""
    row = Narrative.objects.get(submission=report, section__code=code)
    Narrative.objects.filter(pk=row.pk).update(text=row.text.replace(old, new))
    Submission.objects.filter(pk=report.pk).update(version=report.version + 1)


def test_a_compiled_sentence_knows_every_unit_that_wrote_it(country, report):
    told = sources(report)
    both = {country.school.name, country.factory.name}
    assert next(units for text, units, _ in told if text.startswith("Sinh hoạt")) <= both
    assert [units for text, units, _ in told if text.startswith("Tổ chức hội thao")] == [
        {country.school.name}
    ]
    assert [units for text, units, _ in told if text.startswith("Phát thanh")] == [{country.factory.name}]


def test_sources_stand_through_edits_of_other_sentences_and_through_compiling_again(country, report):
    text = section(report)["text"].replace(GAMES[:-1], "Thi đấu thể thao trong Tháng Công nhân 2026")
    edit_narrative(report, texts={"II.2": f"Câu của người biên tập.\n{text}"}, base=1, by=country.officer)
    told = {text.split()[0]: units for text, units, _ in sources(report)}
    assert told["Câu"] == set() and told["Phát"] == {country.factory.name}
    accept(country.report(country.mill), {"TC05": 3})
    narrate(accept(country.report(country.upper), {"TC05": 1}), "II.2", RADIO)
    kept = again(compiled(country, country.upper))
    told = {text.split()[0]: units for text, units, _ in sources(kept)}
    assert told["Câu"] == set() and told["Phát"] == {country.factory.name, country.upper.name}


def test_a_sentence_put_in_other_words_keeps_its_source(country, report):
    text = section(report)["text"].replace("hội thao chào mừng", "hội thao, hội diễn chào mừng")
    edit_narrative(report, texts={"II.2": text}, base=1, by=country.officer)
    (shown,) = [s for s in shown_sentences(again(report), section(report)) if "hội diễn" in s.text]
    (source,) = shown.sources
    assert (source.unit, source.text, source.reworded) == (country.school.name, GAMES, True)


def test_a_sentence_whose_source_was_corrected_is_flagged_until_somebody_looked(client, country, report):
    assert outdated_headings(report) == []
    correct(country.report(country.school), "Tháng Công nhân", "Ngày Quốc tế Lao động")
    assert [(code, count) for code, _title, count in outdated_headings(again(report))] == [("II.2", 1)]
    states = {text.split()[0]: states for text, _units, states in sources(report)}
    assert states["Tổ"] == {"changed"} and states["Phát"] == set()
    client.force_login(country.officer)
    detail = client.get(reverse("reporting:compiled_detail", args=[report.pk])).content.decode()
    assert "Có câu mà đơn vị đã sửa nguồn" in detail
    rows = shown_sentences(again(report), section(report))
    seen = next(row.key for row in rows if row.outdated)
    assert post(client, report, rows, **{"da-xem": [seen]}).status_code == 302
    assert outdated_headings(again(report)) == []
    assert {text.split()[0]: units for text, units, _ in sources(report)}["Tổ"] == {country.school.name}


def test_a_source_that_is_reopened_is_flagged(country, report):
    Submission.objects.filter(unit=country.school).update(status="returned")
    assert {"reopened"} in [states for _text, _units, states in sources(report)]
    assert outdated_headings(again(report))


def post(client, report, rows, **more):
    data = {
        "muc": "II.2", "base": again(report).current_version.number, "kieu": [row.kind for row in rows],
        "cau": [row.text for row in rows], "nguon": [row.tokens for row in rows], **more,
    }  # fmt: skip
    return client.post(reverse("reporting:compiled_sentences", args=[report.pk]), data)


def test_merged_sentences_come_from_both_units_and_strange_sources_are_not_taken(client, country, report):
    client.force_login(country.officer)
    other = narrate(accept(country.report(country.mill), {"TC05": 9}), "II.2", RADIO)
    offered = {
        each.text: each.tokens
        for _group, found in client.get(url(report), {"muc": "II.2"}).context["groups"] for each in found
    }  # fmt: skip
    rows = shown_sentences(report, section(report))
    merged = type("Row", (), {
        "kind": BULLET, "text": "Vừa hội thao vừa phát thanh đầu ca.",
        "tokens": f"{offered[GAMES]},{offered[RADIO]},{other.submission_id}:0123456789ab,x",
    })  # fmt: skip
    assert post(client, report, [*rows, merged]).status_code == 302
    assert sources(report)[-1] == (merged.text, {country.school.name, country.factory.name}, set())


def url(report):
    return reverse("reporting:compiled_sentences", args=[report.pk])


def test_a_proposed_count_comes_from_each_unit_that_says_so(client, country):
    for unit, text in (
        (country.school, "Còn khó khăn: nợ lương. Đời sống ổn định."),
        (country.factory, "Khó khăn vì doanh nghiệp nợ lương."),
    ):
        narrate(country.report(unit), "I.2", text)
    report = compiled(country, country.upper)
    client.force_login(country.officer)
    for header in ({}, {"HX-Request": "true"}):
        (offer,) = client.get(url(report), {"muc": "I.2"}, headers=header).context["proposed"]
    assert offer.text == "2 CĐCS nêu khó khăn về tiền lương."
    row = type("Row", (), {"kind": BULLET, "text": offer.text, "tokens": offer.tokens})
    assert post(client, report, [row], muc="I.2").status_code == 302
    (shown,) = shown_sentences(again(report), section(report, "I.2"))
    assert {source.text for source in shown.sources} == {
        "Còn khó khăn: nợ lương.",
        "Khó khăn vì doanh nghiệp nợ lương.",
    }


def test_stale_save_keeps_what_was_typed(client, country, report):
    client.force_login(country.officer)
    rows = shown_sentences(report, section(report))
    edit_narrative(report, texts={"V.1": "Khác."}, base=1, by=country.officer)
    answer = post(client, report, [*rows, rows[0]], base=1)
    assert answer.status_code == 422
    assert [row.text for row in answer.context["rows"]] == [row.text for row in (*rows, rows[0])]
    assert section(report)["text"].count(rows[0].text) == 1


def test_opinions_carry_no_name_into_the_report_nor_into_its_sources(client, country):
    narrate(country.report(country.school), "I.4", "Ông Trần Văn Mẫu phản ánh bữa ăn ca còn thấp.")
    report = compiled(country, country.upper)
    assert "Trần Văn Mẫu" not in str(report.current_version.content)
    assert not SentenceSource.objects.filter(source__contains="Mẫu").exists()
    assert [units for text, units, _ in sources(report, "I.4")] == [{country.school.name}]
    client.force_login(country.officer)
    assert "Trần Văn Mẫu" not in client.get(url(report), {"muc": "I.4"}).content.decode()


def test_a_corrected_opinion_comes_into_the_replacement_without_names():
    new = "Bà Lê Thị Mẫu mong có nhà trẻ."
    told = SimpleNamespace(
        section=SimpleNamespace(code="I.4", title="Tư tưởng, dư luận"), old_text="Ông Trần Văn Mẫu lo lắng.",
        new_text=new, submission_id=7, submission=SimpleNamespace(period_unit=SimpleNamespace(name="A")),
    )  # fmt: skip
    old = {"text": "Ông … lo lắng.", "units": ["A"], "reports": [7]}
    heading = {"code": "I.4", "figures": [], "gathered": [old], "edited": False, "text": ""}
    _new_words({"parts": [{"sections": [heading]}]}, told)
    assert heading["gathered"] == [{"text": "Bà … mong có nhà trẻ.", "units": ["A"], "reports": [7]}]
    assert heading["text"] == "- Bà … mong có nhà trẻ (A)."


def test_words_that_came_up_through_an_issued_report_open_to_the_units(country, report):
    text = section(report)["text"].replace(
        GAMES[:-1], "Toàn xã tổ chức hội thao chào mừng Tháng Công nhân năm 2026"
    )
    edit_narrative(report, texts={"II.2": text}, base=1, by=country.officer)
    CompiledReport.objects.filter(pk=report.pk).update(status="issued", number=1, issued_on="2026-06-15")
    above = compiled(country, country.province)
    told = {text: units for text, units, _ in sources(above)}
    (units,) = [units for text, units in told.items() if text.startswith("Toàn xã")]
    assert units == {country.school.name}


def test_page_costs_the_same_for_two_units_and_for_four(client, country, report):
    client.force_login(country.officer)
    client.get(url(report))
    with CaptureQueriesContext(connection) as few:
        client.get(url(report), {"muc": "II.2"})
    for unit in (country.upper, country.other_upper):
        narrate(accept(country.report(unit), {"TC05": 1}), "II.2", f"{unit.name} nói chuyện chuyên đề.")
    report = compiled(country, country.upper)
    with CaptureQueriesContext(connection) as many:
        client.get(url(report), {"muc": "II.2"})
    assert len(many) == len(few)
