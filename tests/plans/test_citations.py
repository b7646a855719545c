"""Papers a plan cites: kept at every save, back-links, the picker, the linter's word on papers no longer in force."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.services.references import add_reference
from plans.citation_models import Citation
from plans.linter.plan import findings_of
from plans.models import Plan
from plans.outline import PlanContent
from plans.references import plans_citing
from plans.services import create_plan, delete_draft, save_plan
from tests.factories import person, province, upper_unit
from units.models import Role

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 5, 25)
FULL = "Chỉ thị số 23-CT/TW ngày 25/5/2023 của Ban Bí thư về an toàn giao thông"


@pytest.fixture
def place():
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def drafter(place):
    return person(Role.DRAFTER, place, "Lý Thị Mai")


def content(*texts, bases=(), **more):
    blocks = [
        {"id": f"aaaa{n:02d}", "level": "bullet", "kind": "text", "text": text} | more
        for n, text in enumerate(texts)
    ]
    return {
        "abstract": "Tháng Công nhân",
        "bases": list(bases),
        "opening": [],
        "closing": [],
        "blocks": blocks,
    }


def made(place, drafter, *texts, **more):
    text = PlanContent.from_json(content(*texts, **more))
    plan = create_plan(issuer=place, abstract=text.abstract, by=drafter, content=text)
    return Plan.objects.get(pk=plan.pk)


def paper(owner=None, **fields):
    values = {
        "type": "Chỉ thị", "number": "23-CT/TW", "issued_on": DAY, "issuer": "Ban Bí thư", "title": "an toàn giao thông",
    }  # fmt: skip
    return add_reference(owner=owner, by=None, **values | fields)


# --- kept with the text


def test_mentions_are_kept_with_their_places(place, drafter):
    plan = made(place, drafter, "Quán triệt Chỉ thị số 23-CT/TW.", bases=[f"Căn cứ {FULL};"])
    rows = list(plan.citations.values_list("field", "block_id", "text", "number_key", "cited_on"))
    assert rows == [
        ("bases", "", "23-CT/TW", "23-ct/tw", DAY), ("blocks", "aaaa00", "23-CT/TW", "23-ct/tw", DAY),
    ]  # fmt: skip
    row = plan.citations.get(field="blocks")
    assert "Quán triệt Chỉ thị số 23-CT/TW."[row.start : row.end] == "23-CT/TW"


def test_list_follows_the_text(place, drafter):
    plan = made(place, drafter, "Theo Chỉ thị số 23-CT/TW.", "Theo Nghị quyết 02-NQ/TW.")
    save_plan(plan, content=content("Theo Nghị quyết 02-NQ/TW và Công văn."), base=1, by=drafter)
    assert [c.text for c in plan.citations.all()] == ["02-NQ/TW"]
    save_plan(plan, content=content("Không viện dẫn gì."), base=2, by=drafter)
    assert not plan.citations.exists()


def test_blocks_that_do_not_apply_cite_nothing(place, drafter):
    plan = made(place, drafter, "Theo Chỉ thị số 23-CT/TW.", adoption="not_applicable", origin="bbbb00")
    assert not plan.citations.exists()


def test_save_costs_the_same_for_one_and_for_many_mentions(place, drafter):
    plan = made(place, drafter, "Bắt đầu.")
    counts = []
    for base, number in ((1, 1), (2, 60)):
        texts = [f"Theo Quyết định số {base}{n}/QĐ-TLĐ." for n in range(number)]
        with CaptureQueriesContext(connection) as seen:
            save_plan(plan, content=content(*texts), base=base, by=drafter)
        counts.append([q for q in seen.captured_queries if "citation" in q["sql"]])
    # Read, insert; the second save removes what the first one found.
    assert [len(found) for found in counts] == [2, 3]
    with CaptureQueriesContext(connection) as seen:
        save_plan(plan, content=content(*texts, "Thêm một câu."), base=3, by=drafter)
    assert len([q for q in seen.captured_queries if "citation" in q["sql"]]) == 1


# --- back-links


def test_paper_knows_the_plans_that_cite_it_even_when_registered_later(place, drafter):
    plan = made(place, drafter, "Theo Chỉ thị số 23-CT/TW và Chỉ thị 23-CT/TW.")
    made(place, drafter, "Theo Chỉ thị số 123-CT/TW, 23-CT/TU.")
    found = plans_citing(drafter, paper())
    assert [(row.document.pk, row.times) for row in found] == [(plan.pk, 2)]


def test_paper_of_another_year_is_another_paper(place, drafter):
    made(place, drafter, "Theo Chỉ thị số 10/CT-TTg ngày 19/4/2013 và sau đó Chỉ thị số 10/CT-TTg.")
    old = paper(number="10/CT-TTg", issued_on=dt.date(2013, 4, 19))
    new = paper(number="10/CT-TTg", issued_on=dt.date(2020, 4, 23))
    assert [row.times for row in plans_citing(drafter, old)] == [2]
    assert plans_citing(drafter, new) == []


def test_back_links_show_only_plans_one_may_see(place, drafter, client):
    made(place, drafter, "Theo Chỉ thị số 23-CT/TW.")
    other = province("Liên đoàn Lao động tỉnh Hạ Đông")
    stranger = person(Role.DRAFTER, other)
    own = made(other, stranger, "Theo Chỉ thị số 23-CT/TW.")
    row = paper()
    assert [found.document.pk for found in plans_citing(stranger, row)] == [own.pk]
    client.force_login(stranger)
    page = client.get(reverse("documents:reference_detail", args=[row.pk])).content.decode()
    assert reverse("plans:plan_detail", args=[own.pk]) in page
    assert "Mẫu Sơn" not in page


def test_page_of_a_paper_costs_the_same_for_many_plans(place, drafter, client):
    row = paper()
    client.force_login(drafter)
    url, counts = reverse("documents:reference_detail", args=[row.pk]), []
    client.get(url)
    for number in (2, 12):
        for _n in range(number):
            made(place, drafter, "Theo Chỉ thị số 23-CT/TW.")
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        counts.append(len(seen))
    assert counts[0] == counts[1]


# --- the picker


@pytest.fixture
def browser(client, drafter):
    client.force_login(drafter)
    return client


def rows_of(browser, plan, words=""):
    answer = browser.get(reverse("plans:reference_picker", args=[plan.pk]), {"q": words})
    return {pick.reference.number: pick for pick in answer.context["picks"]}


def test_picker_writes_the_first_mention_in_full_and_later_ones_short(browser, place, drafter):
    plan = made(place, drafter, "Chưa viện dẫn.")
    paper()
    assert rows_of(browser, plan, "giao thong")["23-CT/TW"].text == FULL
    save_plan(plan, content=content(f"Thực hiện {FULL}."), base=1, by=drafter)
    pick = rows_of(browser, plan, "23-ct")["23-CT/TW"]
    assert (pick.text, pick.other) == ("Chỉ thị số 23-CT/TW", FULL)


def test_written_citation_leaves_the_linter_silent(browser, place, drafter):
    plan = made(place, drafter, "Chưa viện dẫn.")
    paper()
    text = rows_of(browser, plan)["23-CT/TW"].text
    save_plan(plan, content=content(f"Thực hiện {text}."), base=1, by=drafter)
    plan = Plan.objects.get(pk=plan.pk)
    assert [s.finding.rule for s in findings_of(plan).open if "citation" in s.finding.rule] == []


def test_picker_offers_papers_of_the_line_above_and_no_others(browser, place, drafter):
    plan = made(place, drafter, "Chưa viện dẫn.")
    paper(place, number="1/KH-LĐLĐ")
    paper(upper_unit(place), number="2/KH-CĐX")
    paper(province("Liên đoàn Lao động tỉnh Hạ Đông"), number="3/KH-LĐLĐ")
    assert set(rows_of(browser, plan)) == {"1/KH-LĐLĐ"}


def test_papers_in_force_come_first(browser, place, drafter):
    plan = made(place, drafter, "Chưa viện dẫn.")
    replaced()
    paper(number="9-CT/TW", issued_on=dt.date(2001, 1, 5))
    assert list(rows_of(browser, plan)) == ["933/QĐ-TLĐ", "9-CT/TW", "1013/QĐ-TLĐ"]


def test_picker_costs_the_same_for_many_papers(browser, place, drafter):
    plan = made(place, drafter, "Chưa viện dẫn.")
    counts = []
    for first, last in ((1, 3), (3, 9)):
        for number in range(first, last):
            paper(number=f"{number}-CT/TW")
        with CaptureQueriesContext(connection) as seen:
            rows_of(browser, plan)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_whole_picker_has_its_search_box(browser, place, drafter):
    plan = made(place, drafter, "Chưa viện dẫn.")
    page = browser.get(reverse("plans:reference_picker", args=[plan.pk])).content.decode()
    assert 'id="plan-references-search"' in page
    assert "Không có văn bản nào khớp" in page


# --- the linter


def outdated(plan):
    return [shown.finding for shown in findings_of(plan).open if shown.finding.rule == "citation.outdated"]


def replaced(owner=None):
    paper(
        owner, type="Quyết định", number="933/QĐ-TLĐ", issued_on=dt.date(2024, 5, 14), issuer="Tổng Liên đoàn"
    )
    return paper(
        owner, type="Quyết định", number="1013/QĐ-TLĐ", issued_on=dt.date(2011, 8, 19), issuer="Tổng Liên đoàn",
        status="replaced", replaced_by="933/QĐ-TLĐ",
    )  # fmt: skip


def test_replaced_paper_is_named_once_with_its_successor(place, drafter):
    replaced()
    plan = made(place, drafter, "Theo Quyết định số 1013/QĐ-TLĐ.", "Theo Quyết định số 1013/QĐ-TLĐ.")
    (finding,) = outdated(plan)
    assert (finding.found, finding.severity, finding.fix) == ("1013/QĐ-TLĐ", "warning", "")
    assert "thay thế bằng Quyết định 933/QĐ-TLĐ ngày 14/5/2024" in finding.message


def test_expired_paper_is_named(place, drafter):
    paper(number="9-CT/TW", status="expired")
    assert [f.found for f in outdated(made(place, drafter, "Theo Chỉ thị số 09-CT/TW."))] == ["09-CT/TW"]


@pytest.mark.parametrize(
    "text",
    [
        "Theo Quyết định số 933/QĐ-TLĐ.",
        "Quyết định này thay thế Quyết định số 1013/QĐ-TLĐ.",
        "Quyết định số 1013/QĐ-TLĐ đã hết hiệu lực từ năm 2024.",
        "Tổng kết 10 năm thực hiện Quyết định số 1013/QĐ-TLĐ.",
        "Theo Quyết định số 1013/QĐ-TLĐ ngày 02/02/2025.",
        "Theo Quyết định số 11013/QĐ-TLĐ.",
    ],
)
def test_linter_is_silent_where_nothing_is_wrong(place, drafter, text):
    replaced()
    assert outdated(made(place, drafter, text)) == []


def test_undated_number_that_a_paper_in_force_bears_too_is_left_alone(place, drafter):
    paper(number="10/CT-TTg", issued_on=dt.date(2013, 4, 19), status="expired")
    paper(number="10/CT-TTg", issued_on=dt.date(2020, 4, 23))
    assert outdated(made(place, drafter, "Theo Chỉ thị số 10/CT-TTg.")) == []
    assert len(outdated(made(place, drafter, "Theo Chỉ thị số 10/CT-TTg ngày 19/4/2013."))) == 1


def test_register_of_another_province_says_nothing_here(place, drafter):
    replaced(province("Liên đoàn Lao động tỉnh Hạ Đông"))
    assert outdated(made(place, drafter, "Theo Quyết định số 1013/QĐ-TLĐ.")) == []


def test_deleted_plan_takes_its_citations_along(place, drafter):
    plan = made(place, drafter, "Theo Chỉ thị số 23-CT/TW.")
    assert Citation.objects.count() == 1
    delete_draft(plan, by=drafter)
    assert Citation.objects.count() == 0


def test_plans_that_stood_before_citations_were_kept_get_theirs(place, drafter):
    migration = import_module("plans.migrations.0007_citations_of_older_plans")
    older = made(place, drafter, "Thực hiện Chỉ thị số 23-CT/TW ngày 25/5/2023 của Ban Bí thư.")
    facts = ("plan", "number_key", "cited_on", "field", "block_id", "start", "end", "text")
    saved = list(Citation.objects.values_list(*facts))
    Citation.objects.all().delete()
    newer = made(place, drafter, "Theo Kế hoạch số 32/KH-LĐLĐ.")
    migration.backfill(apps, None)
    assert list(Citation.objects.filter(plan=older).values_list(*facts)) == saved and saved
    assert Citation.objects.filter(plan=newer).count() == 1
