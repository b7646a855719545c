"""A derived draft follows the plan that replaced its upper one: block by block, then as a whole."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.workflow import IllegalStep
from documents.models import Amendment, Delivery, Status
from plans.models import Plan, Target
from plans.outline import Block, Outline, PlanContent
from plans.queries import content_of
from plans.services import create_plan, derive_plan
from plans.services.derivation import DerivationRefused
from plans.services.rebasing import answer_block, changes_of, follow_successor, open_changes, successor_of
from tests.factories import person, province, upper_unit
from units.models import Role

pytestmark = pytest.mark.django_db

OLD = (
    ("aaaaaa", "Tổ chức ba hội nghị tuyên truyền tại cơ sở trong quý II."),
    ("bbbbbb", "Treo băng rôn tại cổng doanh nghiệp."),
    ("cccccc", "In một nghìn tờ rơi về hợp đồng lao động."),
    ("dddddd", "Kết nạp 100 đoàn viên."),
)
# Ids of a plan written anew: only words tell which block is which.
NEW = (
    ("ggaaaa", "Tổ chức năm hội nghị tuyên truyền tại cơ sở trong quý II."),
    ("ggbbbb", "Treo băng rôn tại cổng doanh nghiệp."),
    ("ggeeee", "Phát thanh nội bộ mỗi tuần một lần."),
    ("ggdddd", "Kết nạp 100 đoàn viên."),
)


def issued(place, drafter, lines, number):
    blocks = [
        Block(id=pk, level="bullet", kind="target" if "Kết nạp" in text else "text", text=text)
        for pk, text in lines
    ]
    content = PlanContent(abstract="Tuyên truyền", outline=Outline(tuple(blocks)))
    plan = create_plan(issuer=place, abstract="Tuyên truyền", by=drafter, content=content)
    aim = blocks[-1]
    Target.objects.create(plan=plan, block_id=aim.id, text=aim.text, name="Kết nạp", value=100)
    Plan.objects.filter(pk=plan.pk).update(
        status=Status.ISSUED, number=number, issued_on=dt.date(2026, 1, number)
    )
    return Plan.objects.get(pk=plan.pk)


@pytest.fixture
def place():
    return province()


@pytest.fixture
def drafter(place):
    return person(Role.DRAFTER, place)


@pytest.fixture
def upper(place, drafter):
    return issued(place, drafter, OLD, 12)


@pytest.fixture
def officer(place):
    return person(Role.DRAFTER, upper_unit(place))


@pytest.fixture
def draft(upper, officer):
    plan = derive_plan(upper, issuer=officer.seats.get().unit, by=officer)
    return Plan.objects.get(pk=plan.pk)


@pytest.fixture
def successor(draft, upper, place, drafter):
    made = issued(place, drafter, NEW, 25)
    Amendment.objects.create(
        document=upper, kind="replace", status="in_force", paper=made, reason="Sai", in_force_at=timezone.now()
    )  # fmt: skip
    Plan.objects.filter(pk=upper.pk).update(status=Status.REPLACED)
    Delivery.objects.create(document=made, unit=draft.issuer, role="thuc_hien")
    return made


def fresh(plan):
    return Plan.objects.select_related("current_version", "derived_from", "issuer").get(pk=plan.pk)


def texts(plan):
    return [b.text for b in content_of(fresh(plan)).outline.blocks if b.adoption != "not_applicable"]


def test_changes_are_told_by_block_with_the_words_here(draft, successor):
    assert successor_of(fresh(draft).derived_from) == successor
    told = [(c.state, c.key, c.own_text[:12]) for c in changes_of(fresh(draft), successor)]
    assert told == [
        ("changed", "ggaaaa", "Tổ chức ba h"),
        ("added", "ggeeee", ""),
        ("removed", "cccccc", "In một nghìn"),
    ]


def test_each_block_is_taken_over_or_kept(draft, successor, officer):
    for key, taken in (("ggaaaa", True), ("ggeeee", True), ("cccccc", False)):
        plan = fresh(draft)
        base = plan.current_version.number
        answer_block(plan, successor=successor, key=key, taken=taken, base=base, by=officer)
    assert texts(draft) == [NEW[0][1], OLD[1][1], NEW[2][1], OLD[2][1], OLD[3][1]]
    assert {decision for _change, decision in open_changes(fresh(draft), successor)} <= {"taken", "kept"}


def test_draft_that_follows_stands_on_the_new_plan(draft, upper, successor, officer):
    plan = fresh(draft)
    follow_successor(plan, successor=successor, base=plan.current_version.number, by=officer)
    now = fresh(draft)
    assert now.derived_from == successor and now.lineage.startswith(successor.lineage)
    content = content_of(now)
    assert content.outline.blocks[0].origin == "ggaaaa"
    assert [upper.doc_code in base for base in content.bases] == [False]
    assert successor.doc_code in content.bases[0]
    assert now.targets.get().upper_target == successor.targets.get()


def test_plan_cannot_follow_one_built_on_itself(draft, successor, officer):
    plan = fresh(draft)
    Plan.objects.filter(pk=successor.pk).update(derived_from=plan, lineage=plan.lineage + "00zzz")
    with pytest.raises(DerivationRefused, match="dựa trên nó"):
        follow_successor(plan, successor=successor, base=plan.current_version.number, by=officer)
    assert fresh(draft).derived_from != successor


def test_page_takes_a_block_over_and_an_issued_plan_only_shows(draft, successor, officer, client):
    client.force_login(officer)
    page = reverse("plans:upper_diff", args=[draft.pk])
    shown = client.get(page).content.decode()
    assert "Tiếp thu" in shown and "<ins" in shown
    said = {"base": fresh(draft).current_version.number, "doan": "ggaaaa", "viec": "tiep-thu"}
    assert client.post(reverse("plans:upper_block", args=[draft.pk]), said).status_code == 302
    assert texts(draft)[0] == NEW[0][1]
    Plan.objects.filter(pk=draft.pk).update(status=Status.ISSUED, number=3, issued_on=dt.date(2026, 2, 1))
    assert "Tiếp thu</button>" not in client.get(page).content.decode()
    with pytest.raises(IllegalStep):
        plan = fresh(draft)
        answer_block(plan, successor=successor, key="ggeeee", taken=True, base=2, by=officer)
