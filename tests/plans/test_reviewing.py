"""A plan built from the upper one: what nobody has looked at yet is marked, counted, asked about before it goes on."""

import pytest
from django.urls import reverse

from plans.adopting import review_of
from plans.models import Plan
from plans.queries import content_of
from plans.services import create_plan, derive_plan, save_plan
from tests.factories import person, province, upper_unit
from tests.plans.test_services import TARGET, TASK, block, content, finish
from units.models import Role

pytestmark = pytest.mark.django_db
NAMED = block(
    "cccccc", "bullet", "text", "Liên đoàn Lao động tỉnh Mẫu Sơn phát động thi đua trong toàn tỉnh."
)


@pytest.fixture
def officer():
    place = province(short_name="LĐLĐ tỉnh Mẫu Sơn")
    return person(Role.DRAFTER, upper_unit(place, "Công đoàn Viên chức tỉnh Mẫu Sơn", symbol="CĐVC"))


@pytest.fixture
def lower(officer):
    below = officer.seats.get().unit
    place = below.parent
    drafter = person(Role.DRAFTER, place)
    upper = create_plan(issuer=place, abstract="Học tập nghị quyết", by=drafter)
    save_plan(upper, content=content(TARGET, TASK, NAMED), base=1, by=drafter)
    return derive_plan(finish(upper, drafter, place), issuer=below, by=officer)


def adoptions(plan):
    return [block.adoption for block in content_of(Plan.objects.get(pk=plan.pk)).outline.blocks]


def saved(plan, officer, **changed):
    text = content_of(plan).to_json()
    text["blocks"][0] |= changed
    save_plan(plan, content=text, base=1, by=officer)


def test_derived_block_waits_for_review(lower):
    assert adoptions(lower) == ["pending"] * 3


def test_block_whose_words_change_is_adapted_and_the_others_wait(lower, officer):
    saved(lower, officer, text="Phấn đấu 80% trở lên đoàn viên được học tập nghị quyết.")
    assert adoptions(lower) == ["adapted", "pending", "pending"]


def test_block_left_out_without_a_reason_is_counted(lower, officer):
    saved(lower, officer, adoption="not_applicable")
    review = review_of(content_of(Plan.objects.get(pk=lower.pk)).outline)
    assert (review.pending, review.left_out, review.unexplained, review.is_done) == (2, 1, 1, False)


def test_the_rest_is_kept_or_adapted_as_it_reads(client, lower, officer):
    client.force_login(officer)
    client.post(reverse("plans:plan_adopt_rest", args=[lower.pk]), {"base": "1"})
    assert adoptions(lower) == ["adopted", "adopted", "adapted"]


def test_the_rest_is_not_kept_over_a_version_nobody_saw(client, lower, officer):
    saved(lower, officer, text="Phấn đấu 80% đoàn viên được học tập.")
    client.force_login(officer)
    client.post(reverse("plans:plan_adopt_rest", args=[lower.pk]), {"base": "1"})
    assert "pending" in adoptions(lower)


def test_page_says_how_many_wait_and_asks_before_sending_on(client, lower, officer):
    client.force_login(officer)
    page = client.get(reverse("plans:plan_detail", args=[lower.pk])).content.decode()
    assert "Còn 3 đoạn chưa rà soát" in page
    assert "Còn đoạn của cấp trên chưa rà soát. Vẫn trình duyệt?" in page


def test_nothing_is_said_once_all_is_reviewed(client, lower, officer):
    client.force_login(officer)
    client.post(reverse("plans:plan_adopt_rest", args=[lower.pk]), {"base": "1"})
    page = client.get(reverse("plans:plan_detail", args=[lower.pk])).content.decode()
    assert "chưa rà soát" not in page.lower().replace("<dt>chưa rà soát</dt>", "")
