"""The essay part: written on a phone, chosen by units, marked blind by two and a third, fixed at the end."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.contests.essays import services
from campaigns.contests.essays.models import Essay, EssayTask, Marking
from campaigns.contests.essays.queries import ranked_essays
from campaigns.contests.essays.services.marking import settled_points
from campaigns.contests.services import TooLate, register, take_step
from campaigns.services import CampaignError
from core.workflow import StepRefused
from tests import factories
from units.models import Role

pytestmark = pytest.mark.django_db
RUBRIC = "Đúng chủ đề | 60\nCách viết | 40"


def task_of(contest, place, **change):
    now = timezone.now()
    values = {
        "name": "Phần tự luận", "text": "Viết về người đoàn viên tiêu biểu.", "most_words": 100, "opens_at": now,
        "closes_at": now + dt.timedelta(days=3), "forward_until": now + dt.timedelta(days=5), "most_forwarded": 1,
        "gap": Decimal(10), "in_total": True,
    } | change  # fmt: skip
    return services.save_task(contest, None, rubric=RUBRIC, by=place.drafter, **values)


@pytest.fixture
def at(place, contest):
    """The open contest with an essay task, and three authors: two of the base, one of its sister."""
    task = task_of(contest, place)
    contest = take_step(take_step(contest, "approve", by=place.leader), "open", by=place.drafter)
    homes = (place.base, place.base, place.sister)
    authors = [
        register(
            contest, name=f"Nguyễn Hoa {n}", unit=home, birth_year=1990, phone=f"091234567{n}", consent=True
        )
        for n, home in enumerate(homes)
    ]
    task = EssayTask.objects.select_related("contest").get(pk=task.pk)
    return SimpleNamespace(task=task, contest=contest, authors=authors)


def end(task, **times):
    """The deadline has passed."""
    now = timezone.now()
    times = {"closes_at": now - dt.timedelta(minutes=1), "opens_at": now - dt.timedelta(days=4)} | times
    EssayTask.objects.filter(pk=task.pk).update(**times)
    return EssayTask.objects.select_related("contest__owner").get(pk=task.pk)


def written(at, n=0, text="Bài viết của tôi"):
    return services.submit_essay(at.authors[n], at.task, text=text, base=0)


def test_page_saves_hands_in_and_never_overwrites_a_newer_copy(client, place, at):
    form = {"name": "Nguyễn Hoa 0", "unit": place.base.code, "birth_year": "1990", "phone": "0912345670"}
    client.post(reverse("contests:register", args=[at.contest.code]), form)
    page = reverse("contests:essay", args=[at.contest.code, 1])
    save, submit = f"{page}luu/", f"{page}nop/"
    assert "Viết về người đoàn viên" in client.get(page).content.decode()
    first = client.post(save, {"text": "Một hai", "turn": "0"})
    assert first.json() == {"turn": 1, "words": 2}
    assert client.post(save, {"text": "Một hai", "turn": "0"}).json()["turn"] == 1
    stale = client.post(save, {"text": "Khác", "turn": "0"})
    assert stale.status_code == 409 and "trang khác" in stale.json()["words"]
    long = client.post(submit, {"text": "chữ " * 101, "turn": "1"})
    assert long.status_code == 422 and "101 chữ" in long.content.decode()
    client.post(submit, {"text": "Một hai ba", "turn": "1"})
    essay = Essay.objects.get()
    assert (essay.status, essay.text, essay.at_unit) == ("submitted", "Một hai ba", place.base)
    client.post(submit, {"text": "Sửa sau khi nộp", "turn": "2"})
    essay.refresh_from_db()
    assert essay.text == "Một hai ba"
    assert client.post(save, {"text": "x", "turn": "2"}).status_code == 409


def test_bell_hands_in_what_was_saved_and_takes_nothing_later(at):
    services.save_text(at.authors[0], at.task, text="Đã lưu", base=0)
    task = end(at.task)
    assert services.hand_in_late() == 1
    assert services.hand_in_late() == 0
    with pytest.raises(TooLate):
        services.save_text(at.authors[0], task, text="Muộn", base=1)
    assert Essay.objects.get().text == "Đã lưu"


def test_units_choose_up_to_the_organiser_within_their_number(place, at):
    one, two, _other = (written(at, n) for n in range(3))
    upper = factories.person(Role.UPPER_UNIT, place.upper)
    with pytest.raises(StepRefused):
        services.move_essay(one, "forward", by=upper)
    services.move_essay(one, "forward", by=place.chair)
    with pytest.raises(CampaignError, match="đủ số được gửi"):
        services.move_essay(two, "forward", by=place.chair)
    services.move_essay(one, "take_back", by=place.chair)
    services.move_essay(two, "forward", by=place.chair)
    moved = services.move_essay(two, "forward", by=upper)
    assert (moved.at_unit, moved.status) == (place.province, "forwarded")
    end(at.task, forward_until=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(CampaignError, match="hết hạn chọn"):
        services.move_essay(one, "forward", by=place.chair)


def at_desk(at, place, n=3):
    """All essays lie at the organiser, the jury has four members of which one works at the base."""
    for which in range(n):
        written(at, which)
    Essay.objects.update(status="forwarded", at_unit=place.province)
    task = end(at.task)
    jury = [factories.person(Role.DRAFTER, place.province, f"Giám khảo {n}") for n in range(3)]
    jury.append(place.chair)
    for member in jury:
        services.add_marker(task, member, by=place.drafter)
    return task, jury


def give(marking, first, second):
    one, two = marking.essay.task.criteria.all()
    marks = {one.pk: Decimal(first), two.pk: Decimal(second)}
    return services.give_marks(marking, marks=marks, remark="", by=marking.marker)


def test_essay_is_marked_blind_by_two_of_other_units_and_a_third_settles(client, place, at):
    task, _jury = at_desk(at, place)
    assert services.deal_out(task, by=place.drafter) == 6
    assert services.deal_out(task, by=place.drafter) == 0
    own = Marking.objects.filter(marker=place.chair)
    assert {one.essay.participant.unit for one in own} <= {place.sister}
    assert all(len({m.marker_id for m in essay.markings.all()}) == 2 for essay in Essay.objects.all())
    essay = Essay.objects.get(participant=at.authors[0])
    first, second = essay.markings.all()
    client.force_login(first.marker)
    page = client.get(reverse("campaigns:marking", args=[first.pk])).content.decode()
    assert essay.code in page and "Bài viết của tôi" in page
    assert "Nguyễn Hoa" not in page and place.base.name not in page
    assert client.get(reverse("campaigns:marking", args=[second.pk])).status_code == 404
    one, two = task.criteria.all()
    above = client.post(
        reverse("campaigns:marking", args=[first.pk]), {f"c{one.pk}": "60,25", f"c{two.pk}": "40"}
    )
    assert above.status_code == 422 and f"c{one.pk}" in above.context["form"].errors
    give(first, "50", "30")
    give(second, "30.5", "20")
    third = essay.markings.get(turn=3)
    assert third.marker_id not in {first.marker_id, second.marker_id, place.chair.pk}
    with pytest.raises(CampaignError, match="bài chưa có điểm"):
        services.lock_marks(task, by=place.drafter)
    give(third, "45", "30")
    essay.refresh_from_db()
    assert (essay.status, essay.points) == ("ranked", Decimal("77.50"))
    with pytest.raises(CampaignError, match="đã nộp điểm"):
        give(third, "1", "1")


@pytest.mark.parametrize(
    "points, result",
    [
        (["70"], None),
        (["70", "80"], "75.00"),
        (["70", "80.25"], None),
        (["50", "80", "75"], "77.50"),
        (["60", "80", "70"], "70.00"),
        (["0", "0"], "0.00"),
    ],
)
def test_points_follow_the_printed_rule(points, result):
    found = settled_points([Decimal(one) for one in points], Decimal(10))
    assert found == (None if result is None else Decimal(result))


def test_marker_who_moved_to_the_authors_unit_is_refused_and_small_jury_is_told(place, at):
    task, jury = at_desk(at, place)
    services.deal_out(task, by=place.drafter)
    marking = Marking.objects.filter(essay__participant=at.authors[0]).first()
    factories.make_seat(marking.marker, Role.GRASSROOTS, place.base)
    with pytest.raises(StepRefused, match="đơn vị của tác giả"):
        give(marking, "50", "30")
    for marker in task.markers.exclude(user=jury[0]):
        services.remove_marker(marker, by=place.drafter)
    with pytest.raises(CampaignError, match="chưa đủ người"):
        services.deal_out(task, by=place.drafter)


def test_board_names_authors_only_after_the_marks_are_fixed(client, place, at, django_assert_max_num_queries):
    task, _jury = at_desk(at, place)
    services.deal_out(task, by=place.drafter)
    for n, marking in enumerate(Marking.objects.order_by("essay", "turn")):
        give(marking, str(30 + n // 2 * 10), "20")
    client.force_login(place.drafter)
    essays, board = (
        reverse("campaigns:essay_list", args=[task.pk]),
        reverse("campaigns:essay_results", args=[task.pk]),
    )
    assert "Nguyễn Hoa" not in client.get(essays).content.decode() + client.get(board).content.decode()
    services.lock_marks(task, by=place.drafter)
    with django_assert_max_num_queries(20):
        page = client.get(board).content.decode()
    assert page.index("Nguyễn Hoa 2") < page.index("Nguyễn Hoa 1") < page.index("Nguyễn Hoa 0")
    assert [row.rank for row in ranked_essays(task)] == [1, 2, 3]
    client.force_login(place.chair)
    below = client.get(board).content.decode()
    assert "Nguyễn Hoa 0" in below and "Nguyễn Hoa 2" not in below
    assert client.get(reverse("campaigns:essay_jury", args=[task.pk])).status_code == 403


@pytest.mark.parametrize(
    "rubric, words",
    [
        ("Chủ đề", "Dòng 1"),
        ("A | 0", "từ 1 đến"),
        ("A | 10\na | 5", "cùng tên"),
        ("", "ít nhất một"),
        ("A | mười", "Dòng 1"),
    ],
)
def test_bad_rubric_is_refused_with_its_line(rubric, words):
    with pytest.raises(CampaignError, match=words):
        services.read_rubric(rubric)


def test_task_is_written_from_its_page_and_stands_in_the_rules(client, place, contest):
    client.force_login(place.drafter)
    now = timezone.localtime()
    form = {
        "name": "Phần tự luận", "text": "Viết về công đoàn.", "most_words": "5000", "rubric": RUBRIC, "gap": "10",
        "in_total": "on", "opens_at": f"{now:%d/%m/%Y %H:%M}", "closes_at": f"{now + dt.timedelta(days=3):%d/%m/%Y %H:%M}",
    }  # fmt: skip
    url = reverse("campaigns:essay_task_new", args=[contest.pk])
    bad = client.post(url, form | {"gap": "101"})
    assert bad.status_code == 422 and "gap" in bad.context["form"].errors
    client.post(url, form)
    task = EssayTask.objects.get()
    assert [one.points for one in task.criteria.all()] == [60, 40]
    page = client.get(reverse("campaigns:contest_detail", args=[contest.pk])).content.decode()
    assert "Đúng chủ đề 60 điểm" in page and "giám khảo thứ ba" in page
    client.post(reverse("campaigns:essay_task_edit", args=[task.pk]), form | {"rubric": "Một | 100"})
    assert [one.name for one in EssayTask.objects.get().criteria.all()] == ["Một"]
    client.post(reverse("campaigns:essay_task_remove", args=[task.pk]))
    assert not EssayTask.objects.exists()
