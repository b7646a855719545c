"""A phrase that names a class of units is that class, never the unit that wrote the plan."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from documents.models import Recipient
from documents.queries import group_units
from plans.actors import class_of, is_named
from plans.models import Plan, Task
from plans.proposals import record_proposals
from plans.queries import content_of
from plans.services import bind_task, create_plan, save_plan
from tests.factories import make_unit, person, province, upper_unit
from tests.plans.test_services import block, content
from units.models import Role

pytestmark = pytest.mark.django_db
PROVINCE = SimpleNamespace(
    kind=SimpleNamespace(tier=1), name="Liên đoàn Lao động tỉnh Mẫu Sơn", short_name="LĐLĐ tỉnh Mẫu Sơn"
)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Các CĐCS", "grassroots"),
        ("Công đoàn cơ sở", "grassroots"),
        ("Đề nghị các công đoàn cơ sở", "grassroots"),
        ("100% công đoàn cơ sở doanh nghiệp ngoài nhà nước", "grassroots"),
        ("các công đoàn ngành", "sector"),
        ("Công đoàn ngành", "sector"),
        ("các công đoàn xã, phường, đặc khu", "commune"),
        ("công đoàn cấp trên cơ sở", "upper"),
        ("Liên đoàn Lao động huyện, thành phố; các công đoàn ngành", "upper"),
        ("LĐLĐ các huyện, TP, CĐN (T/h)", "upper"),
        ("công đoàn cấp trên trực tiếp cơ sở và công đoàn cơ sở", "all"),
        ("các cấp công đoàn trong tỉnh", "all"),
        ("Các đơn vị trực thuộc", "direct"),
        ("Công đoàn ngành Giáo dục", None),
        ("CĐCS Công ty May Bình Minh", None),
        ("Công đoàn xã Suối Mơ", None),
        ("LĐLĐ tỉnh", None),
        ("Ban Tuyên giáo – Nữ công", None),
        ("", None),
    ],
)
def test_class_of_the_phrases_of_real_plans(words, kind):
    assert class_of(words, PROVINCE) == kind


def test_grassroots_union_that_names_itself_is_no_class():
    base = SimpleNamespace(kind=SimpleNamespace(tier=3))
    assert class_of("Công đoàn cơ sở", base) is None
    assert is_named(PROVINCE, "LĐLĐ tỉnh") and not is_named(PROVINCE, "Công đoàn ngành")


def test_task_for_a_class_is_not_stored_as_the_issuers():
    top = province()
    drafter = person(Role.DRAFTER, top)
    plan = create_plan(issuer=top, abstract="Tháng Công nhân", by=drafter)
    blocks = [
        block("bbbbb1", "bullet", "task", "Các công đoàn cơ sở tổ chức hội nghị người lao động."),
        block("bbbbb2", "bullet", "task", "Tổ chức lễ phát động."),
        block("bbbbb3", "section", "responsibility", "Đối với công đoàn ngành"),
        block("bbbbb4", "bullet", "task", "Tuyên truyền Tháng Công nhân."),
    ]
    save_plan(plan, content=content(*blocks), base=1, by=drafter)
    stored = dict(Task.objects.values_list("block_id", "lead_class"))
    assert stored == {"bbbbb1": "grassroots", "bbbbb2": "", "bbbbb4": "sector"}
    assert list(Task.objects.filter(lead_unit=top).values_list("block_id", flat=True)) == ["bbbbb2"]
    # Confirmed in the panel with the issuer still chosen: the words decide.
    row = bind_task(plan, "bbbbb2", by=drafter, lead_unit=top, lead_text="Các công đoàn cơ sở trực thuộc")
    assert (row.lead_unit, row.lead_class, row.lead) == (None, "grassroots", "Các công đoàn cơ sở trực thuộc")
    outline = content_of(Plan.objects.get(pk=plan.pk)).outline
    Task.objects.filter(pk=row.pk).update(lead_unit=top, lead_class="", lead_text="")
    said = record_proposals(outline["bbbbb1"], Task(plan=plan, lead_unit=top), outline, plan)
    assert said["lead_class"] == "grassroots" and said["lead_unit"] is None


def test_groups_hold_the_units_of_their_kind():
    top = province()
    commune = upper_unit(top)
    sector = make_unit("sector_union", "Công đoàn ngành Giáo dục", top)
    assert list(group_units(top, Recipient.Group.SECTORS)) == [sector.pk]
    assert list(group_units(top, Recipient.Group.COMMUNES)) == [commune.pk]
    assert set(group_units(top, Recipient.Group.EVERY)) == {commune.pk, sector.pk}
