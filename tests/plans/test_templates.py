"""Templates of plans: the system's own, fixed words by kind of unit, kept from a plan, chosen on the page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.workflow import IllegalStep, StepRefused
from plans import catalogue
from plans.fixed_words import chosen_words, derived_words, fill, unfill
from plans.kinds import PlanKind
from plans.linter import check
from plans.models import Plan
from plans.outline import PlanContent
from plans.queries import content_of
from plans.services import create_plan
from plans.services.templating import (
    change_template,
    create_plan_from_template,
    delete_template,
    filled,
    save_as_template,
)
from plans.template_models import PlanTemplate
from tests.factories import grassroots, person, province, upper_unit
from units.models import AuditEntry, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def base(place):
    return grassroots(upper_unit(place, "Công đoàn xã Suối Mơ"), "CĐCS Công ty May Bình Minh")


@pytest.fixture
def drafter(place):
    return person(Role.DRAFTER, place, "Lý Thị Mai")


def content(*texts, opening=(), marks=()):
    blocks = [
        {"id": f"aaaa{n:02d}", "level": "bullet", "kind": "text", "text": text, "marks": list(marks)}
        for n, text in enumerate(texts)
    ]
    return PlanContent.from_json(
        {
            "abstract": "Tháng Công nhân",
            "bases": [],
            "opening": list(opening),
            "closing": [],
            "blocks": blocks,
        }
    )


def kept(owner, name="Mẫu của tỉnh", **fields):
    fields.setdefault("content", content("{don_vi} tổ chức thực hiện.").to_json())
    return PlanTemplate.objects.create(owner=owner, name=name, **fields)


def texts(plan):
    return [block.text for block in content_of(plan).outline]


# --- the system's own


def test_every_kind_has_a_skeleton_of_the_system():
    assert catalogue.load() == 5
    assert {t.kind for t in PlanTemplate.objects.filter(owner=None)} == set(PlanKind.values)


def test_loading_again_changes_nothing_and_keeps_what_was_switched_off():
    catalogue.load()
    PlanTemplate.objects.filter(code="thi-dua").update(active=False)
    before = list(PlanTemplate.objects.values_list("pk", "version", "active", "updated_at"))
    catalogue.load()
    assert list(PlanTemplate.objects.values_list("pk", "version", "active", "updated_at")) == before


def test_file_that_changed_is_a_new_version():
    catalogue.load()
    PlanTemplate.objects.filter(code="thi-dua").update(name="Tên cũ")
    catalogue.load()
    row = PlanTemplate.objects.get(code="thi-dua")
    assert (row.name, row.version) == ("Phát động thi đua", 2)


def test_filled_skeletons_of_the_system_are_clean(place, base):
    """No placeholder is left, the linter is silent."""
    catalogue.load()
    for template in PlanTemplate.objects.all():
        for unit in (place, base):
            text = filled(template, unit, {}, starts_on=dt.date(2026, 5, 1))
            assert "{" not in str(text.to_json()).replace("{'", "")
            assert [(f.rule, f.found) for f in check(text) if f.severity != "hint"] == []


# --- fixed words


def test_words_follow_the_kind_of_unit(place, base):
    upper, lower = derived_words(place, year=2026), derived_words(base, year=2026)
    assert (upper["tap_the"], lower["tap_the"]) == ("Ban Thường vụ", "Ban Chấp hành")
    assert (upper["cap_tren"], lower["cap_tren"]) == (
        "Tổng Liên đoàn Lao động Việt Nam",
        "Công đoàn xã Suối Mơ",
    )
    assert upper["doi_tuong"] != lower["doi_tuong"] == "đoàn viên, người lao động"
    assert (lower["don_vi"], lower["dia_danh"], lower["nam"]) == (base.name, "Mẫu Sơn", "2026")


def test_empty_word_means_the_derived_one(base):
    words = chosen_words(base, year=2026, said={"tap_the": "  ", "doi_tuong": "nữ  công nhân"})
    assert (words["tap_the"], words["doi_tuong"]) == ("Ban Chấp hành", "nữ công nhân")


def test_bold_letters_stay_bold_when_words_grow(place):
    text = content("{don_vi} và đậm", marks=[[12, 15, "b"], [0, 8, "i"]])
    block = fill(text, derived_words(place, year=2026)).outline.blocks[0]
    said = {mark.kind: block.text[mark.start : mark.end] for mark in block.marks}
    assert said == {"b": "đậm", "i": place.name}


def test_unknown_placeholder_stays_as_it_is(place):
    assert (
        fill(content("Theo {mau} của đơn vị"), derived_words(place, year=2026))
        .outline.blocks[0]
        .text.startswith("Theo {mau}")
    )


def test_names_of_the_unit_become_placeholders_and_others_do_not(base):
    text = content(
        f"{base.name} báo cáo {base.parent.name}.",
        "Ban Chấp hành Đảng bộ xã.",
        f"Ban Chấp hành {base.name} họp.",
    )
    assert [b.text for b in unfill(text, base).outline] == [
        "{don_vi} báo cáo {cap_tren}.", "Ban Chấp hành Đảng bộ xã.", "{tap_the} {don_vi} họp.",
    ]  # fmt: skip


# --- making a plan


def test_plan_from_a_template_bears_the_words_of_its_unit(place, drafter):
    catalogue.load()
    template = PlanTemplate.objects.get(code="chi-thi")
    plan = create_plan_from_template(
        template, issuer=place, abstract="Triển khai Nghị quyết", by=drafter, kind="directive",
        starts_on=dt.date(2027, 1, 1), words={"cap_tren": "Tỉnh ủy"},
    )  # fmt: skip
    text = content_of(plan)
    assert (plan.abstract, text.abstract) == ("Triển khai Nghị quyết", "Triển khai Nghị quyết")
    assert text.opening[0].startswith(
        "Thực hiện chỉ đạo của Tỉnh ủy, Ban Thường vụ Liên đoàn Lao động tỉnh Mẫu Sơn"
    )
    assert plan.tasks.count() == 4
    assert plan.obligations.count() == 1


def test_two_plans_of_one_template_share_no_block_id(place, drafter):
    template = kept(place)
    one, two = (
        create_plan_from_template(template, issuer=place, abstract="A", by=drafter, kind="thematic")
        for _n in range(2)
    )
    assert not {b.id for b in content_of(one).outline} & {b.id for b in content_of(two).outline}


def test_template_is_offered_to_its_unit_and_those_below_only(place, base, drafter):
    own = kept(base, "Mẫu của cơ sở")
    upper = kept(place)
    kept(place, "Mẫu ngừng dùng", active=False)
    kept(province("Liên đoàn Lao động tỉnh Hạ Đông"), "Mẫu tỉnh khác")
    assert list(PlanTemplate.objects.offered_to(base)) == [own, upper]
    assert list(PlanTemplate.objects.offered_to(place)) == [upper]
    with pytest.raises(IllegalStep):
        create_plan_from_template(own, issuer=place, abstract="A", by=drafter, kind="thematic")
    assert not Plan.objects.exists()


# --- keeping


def test_plan_is_kept_as_a_template_and_over_an_old_one(place, drafter):
    plan = create_plan(
        issuer=place,
        abstract="A",
        by=drafter,
        content=content(f"{place.short_name} chủ trì."),
        kind="emulation",
    )
    row = save_as_template(plan, name="Mẫu 1", description="", by=drafter)
    assert (row.owner, row.kind, row.version) == (place, "emulation", 1)
    assert row.content["blocks"][0]["text"] == "{don_vi} chủ trì."
    again = save_as_template(plan, name="Mẫu 1", description="mới", by=drafter, instead_of=row)
    assert (again.pk, again.version, again.description) == (row.pk, 2, "mới")
    assert AuditEntry.objects.filter(action="template.save").count() == 2


def test_second_template_of_the_same_name_is_refused(place, drafter):
    plan = create_plan(issuer=place, abstract="A", by=drafter)
    save_as_template(plan, name="Mẫu 1", description="", by=drafter)
    with pytest.raises(ValidationError, match="đã có mẫu"):
        save_as_template(plan, name="Mẫu 1", description="", by=drafter)


@pytest.mark.parametrize("of", ["system", "upper", "own"])
def test_only_the_owner_changes_a_template(place, base, of):
    keeper = person(Role.DRAFTER, base)
    catalogue.load()
    template = {
        "system": lambda: PlanTemplate.objects.get(code="chi-thi"), "upper": lambda: kept(place), "own": lambda: kept(base),
    }[of]()  # fmt: skip
    if of == "own":
        assert change_template(template, by=keeper, active=False).active is False
        delete_template(template, by=keeper)
        assert not PlanTemplate.objects.filter(pk=template.pk).exists()
        return
    with pytest.raises(StepRefused):
        change_template(template, by=keeper, active=False)
    with pytest.raises(StepRefused):
        delete_template(template, by=keeper)


# --- pages


@pytest.fixture
def browser(client, drafter):
    client.force_login(drafter)
    return client


def test_page_of_a_new_plan_offers_templates_of_the_kind(browser, place):
    catalogue.load()
    kept(place, "Mẫu thi đua của tỉnh", kind="emulation")
    answer = browser.get(
        reverse("plans:template_choice"), {"issuer": place.pk, "kind": "emulation", "template": ""}
    )
    assert [t.name for t in answer.context["offered"]] == ["Mẫu thi đua của tỉnh", "Phát động thi đua"]


def test_chosen_template_shows_derived_words_and_a_preview(browser, place):
    template = kept(place)
    given = {"issuer": place.pk, "kind": "thematic", "template": template.pk}
    page = browser.get(reverse("plans:template_choice"), given).content.decode()
    assert 'placeholder="Ban Thường vụ"' in page
    assert f"{place.name} tổ chức thực hiện." in page
    page = browser.get(
        reverse("plans:template_choice"), given | {"tu_don_vi": "Cơ quan tỉnh"}
    ).content.decode()
    assert "Cơ quan tỉnh tổ chức thực hiện." in page


def test_new_plan_is_made_from_the_chosen_template(browser, place):
    template = kept(place)
    form = {
        "issuer": place.pk,
        "kind": "thematic",
        "abstract": "Tháng Công nhân",
        "template": template.pk,
        "tu_don_vi": "",
    }
    assert browser.post(reverse("plans:plan_new"), form).status_code == 302
    assert texts(Plan.objects.get()) == [f"{place.name} tổ chức thực hiện."]


def test_template_of_another_province_is_an_error_at_its_field(browser, place):
    foreign = kept(province("Liên đoàn Lao động tỉnh Hạ Đông"))
    form = {"issuer": place.pk, "kind": "thematic", "abstract": "Tháng Công nhân", "template": foreign.pk}
    answer = browser.post(reverse("plans:plan_new"), form)
    assert (answer.status_code, list(answer.context["choice"].errors)) == (422, ["template"])
    assert not Plan.objects.exists()


def test_wrong_cover_keeps_the_choice_and_the_words(browser, place):
    template = kept(place)
    form = {"issuer": place.pk, "kind": "thematic", "abstract": "", "template": template.pk, "tu_nam": "2030"}
    answer = browser.post(reverse("plans:plan_new"), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{template.pk}" id="template-{template.pk}" checked' in page
    assert 'value="2030"' in page


def test_template_is_saved_renamed_and_removed_on_its_pages(browser, place, drafter):
    plan = create_plan(issuer=place, abstract="Tháng Công nhân", by=drafter)
    answer = browser.post(
        reverse("plans:template_save", args=[plan.pk]), {"name": "Mẫu 1", "description": ""}
    )
    row = PlanTemplate.objects.get()
    assert answer["Location"] == reverse("plans:template_detail", args=[row.pk])
    edit = {"name": "Mẫu một", "description": "", "kind": "thematic"}
    browser.post(reverse("plans:template_edit", args=[row.pk]), edit)
    row.refresh_from_db()
    assert (row.name, row.active) == ("Mẫu một", False)
    browser.post(reverse("plans:template_delete", args=[row.pk]))
    assert not PlanTemplate.objects.exists()


def test_name_taken_speaks_at_the_name(browser, place, drafter):
    kept(place, "Mẫu 1")
    plan = create_plan(issuer=place, abstract="A", by=drafter)
    answer = browser.post(reverse("plans:template_save", args=[plan.pk]), {"name": "Mẫu 1"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])


def test_list_of_templates_costs_the_same_for_many(browser, place):
    counts = []
    for number in range(24):
        kept(place, f"Mẫu {number}")
        if number in (2, 23):
            with CaptureQueriesContext(connection) as seen:
                browser.get(reverse("plans:template_list"))
            counts.append(len(seen))
    assert counts[0] == counts[1]
