"""Typing figures: what a box takes, what it refuses, nothing half, two tabs."""

from decimal import Decimal

import pytest

from core.workflow import IllegalStep, StepRefused
from reporting.models import Figure, Form, Narrative, Submission, SubmissionMove, SubmissionStatus
from reporting.queries.layout import FormLayout
from reporting.services import CellInput, EntryError, StaleEntry, close_period, save_figures
from reporting.services.entry import form_layout
from tests.factories import person
from tests.reporting.factories import country, enter, sent, typed
from units.models import AuditEntry, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return country()


@pytest.fixture
def report(here):
    return here.report(here.bases[0])


def figure(report, code, breakdown=""):
    return Figure.objects.get(submission=report, indicator__code=code, breakdown=breakdown)


def refused(report, by, values):
    with pytest.raises(EntryError) as caught:
        enter(report, by, values)
    assert not report.figures.exists()
    return caught.value.cells


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234", "1234"), ("1234", "1234"), ("02", "2"), (" 1 234 ", "1234"), ("0", "0"), ("12,0", "12")],
)
def test_number_as_people_write_it(here, report, text, value):
    enter(report, here.chair, {("TT01", ""): text})
    assert figure(report, "TT01").value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("mười", "không phải là số"),
        ("1,234,567", "viết chưa rõ"),
        ("12.5", "viết chưa rõ"),
        ("-3", "số âm"),
        ("−3", "số âm"),
        ("12,5", "phần lẻ"),
        ("12345678901234567", "16 chữ số"),
        ("trên 1.000", "ước lượng"),
    ],
)
def test_what_is_no_count_gets_a_message_at_its_box(here, report, text, part):
    cells = refused(report, here.chair, {("TT01", ""): text, ("TT03", ""): "5"})
    assert list(cells) == [("TT01", "")]
    assert part in cells[("TT01", "")]


def test_1_234_with_a_comma_is_not_taken_for_a_thousand(here, report):
    cells = refused(report, here.chair, {("TT01", ""): "1,234"})
    assert "TT01" in {code for code, _ in cells}


def test_money_in_words_is_asked_for_in_dong(here, report):
    assert "bằng đồng" in refused(report, here.chair, {("CL02", ""): "12 triệu"})[("CL02", "")]


def test_average_may_have_decimals_and_needs_its_weight(here, report):
    enter(report, here.chair, {("DB12", ""): "25.500,5/400"})
    assert (figure(report, "DB12").value, figure(report, "DB12").base) == (Decimal("25500.5"), Decimal(400))


@pytest.mark.parametrize(
    ("text", "part"), [("25.000", "Còn thiếu quyền số"), ("/400", "Còn thiếu mức"), ("25.000/0", "lớn hơn 0")]
)
def test_average_without_its_other_half(here, report, text, part):
    assert part in refused(report, here.chair, {("DB12", ""): text})[("DB12", "")]


def test_female_above_total_is_refused_at_the_female_box(here, report):
    cells = refused(report, here.chair, {("TT02", ""): "100", ("TT02", "n.nu"): "101"})
    assert list(cells) == [("TT02", "n.nu")]
    assert "lớn hơn tổng số 100" in cells[("TT02", "n.nu")]


def test_female_above_the_total_saved_before(here, report):
    enter(report, here.chair, {("TT02", ""): "100"})
    with pytest.raises(EntryError):
        enter(report, here.chair, {("TT02", "n.nu"): "101"})


def test_box_the_form_does_not_have(here, report):
    assert "không có ô" in refused(report, here.chair, {("TC09", ""): "1"})[("TC09", "")]
    assert ("TT01", "n.nu") in refused(report, here.chair, {("TT01", "n.nu"): "1"})


def test_blank_is_not_zero(here, report):
    enter(report, here.chair, {("TT01", ""): "3", ("TT03", ""): ""})
    assert [f.indicator.code for f in report.figures.all()] == ["TT01"]
    enter(report, here.chair, {("TT01", ""): ""})
    assert not report.figures.exists()


@pytest.mark.parametrize("state", ["nil", "unknown", "na"])
def test_states_hold_no_value(here, report, state):
    enter(report, here.chair, {("TT01", ""): state})
    assert (figure(report, "TT01").state, figure(report, "TT01").value) == (state, None)


def test_state_with_a_number_is_refused(here, report):
    with pytest.raises(EntryError) as caught:
        save_figures(report, cells={("TT01", ""): CellInput("nil", "5")}, base=0, by=here.chair)
    assert "vừa có số vừa chọn" in caught.value.cells[("TT01", "")]


def test_unknown_state_is_refused(here, report):
    with pytest.raises(EntryError):
        save_figures(report, cells={("TT01", ""): CellInput("zero", "")}, base=0, by=here.chair)


def test_self_rating_takes_a_step_of_its_scale(here, report):
    enter(report, here.chair, {("QT06", ""): "3"})
    assert figure(report, "QT06").value == 3
    with pytest.raises(EntryError):
        enter(report, here.chair, {("QT06", ""): "9"})


def test_boxes_not_given_stay(here, report):
    enter(report, here.chair, {("TT01", ""): "3"})
    enter(report, here.chair, {("TT03", ""): "40"})
    assert report.figures.count() == 2


def test_first_save_starts_the_report(here, report):
    saved = enter(report, here.chair, {("TT01", ""): "3"})
    assert (saved.status, saved.version) == (SubmissionStatus.DRAFT, 1)
    assert list(SubmissionMove.objects.values_list("step", flat=True)) == ["start"]


def test_saving_the_same_again_changes_nothing(here, report):
    enter(report, here.chair, {("TT01", ""): "3"})
    before = AuditEntry.objects.count()
    assert enter(report, here.chair, {("TT01", ""): "3,0", ("TT03", ""): ""}).version == 1
    assert AuditEntry.objects.count() == before


def test_second_tab_is_refused_and_told_what_differs(here, report):
    save_figures(report, cells=typed({("TT01", ""): "3", ("TT03", ""): "9"}), base=0, by=here.chair)
    with pytest.raises(StaleEntry) as caught:
        save_figures(
            report,
            cells=typed({("TT01", ""): "4", ("TT03", ""): "9"}),
            narratives={"I.1": "Khác"},
            base=0,
            by=here.chair,
        )
    assert caught.value.current == 1
    assert caught.value.cells == {("TT01", ""): "Nơi khác đã lưu số 3."}
    assert caught.value.narratives == {"I.1": ""}
    assert figure(report, "TT01").value == 3
    assert not Narrative.objects.exists()


def test_narrative_is_kept_in_nfc_and_removed_when_emptied(here, report):
    save_figures(report, cells={}, narratives={"I.1": "  Tình hình ổn định\r\n"}, base=0, by=here.chair)
    assert report.narratives.get().text == "Tình hình ổn định"
    save_figures(report, cells={}, narratives={"I.1": " "}, base=1, by=here.chair)
    assert not report.narratives.exists()


def test_narrative_of_another_form_is_refused_with_the_boxes(here, report):
    with pytest.raises(EntryError) as caught:
        save_figures(report, cells=typed({("TT01", ""): "3"}), narratives={"IX": "x"}, base=0, by=here.chair)
    assert list(caught.value.narratives) == ["IX"]
    assert not report.figures.exists()


def test_who_may_not_type(here, report):
    for stranger in (
        here.officer,
        here.admin,
        person(Role.MEMBER, here.bases[0]),
        person(Role.GRASSROOTS, here.bases[1]),
    ):
        with pytest.raises(StepRefused):
            enter(report, stranger, {("TT01", ""): "3"})
    assert not report.figures.exists()


def test_sent_report_is_not_typed_into(here, report):
    sent(report, here.chair)
    with pytest.raises(IllegalStep, match="Đã gửi"):
        enter(report, here.chair, {("TT01", ""): "4"})


def test_closed_period_is_not_typed_into(here, report):
    close_period(here.period, by=here.admin)
    with pytest.raises(IllegalStep):
        enter(report, here.chair, {("TT01", ""): "4"})


def test_audit_keeps_before_and_after_of_changed_boxes_only(here, report):
    enter(report, here.chair, {("TT01", ""): "3", ("TT03", ""): "9"})
    enter(report, here.chair, {("TT01", ""): "nil", ("TT03", ""): "9"})
    last = AuditEntry.objects.filter(action="reporting.figures.save").last()
    assert (last.before, last.after) == ({"TT01": "3.0000"}, {"TT01": "nil"})


def test_saving_many_boxes_costs_few_queries(here, report, django_assert_max_num_queries):
    boxes = {("TT01", ""): "1", ("TT02", ""): "20", ("TT03", ""): "5", ("TT08", ""): "2", ("CL01", ""): "4"}
    with django_assert_max_num_queries(30):
        save_figures(report, cells=typed(boxes), base=0, by=here.chair)


def test_boxes_read_before_serve_only_reports_of_their_form():
    known = FormLayout(form=Form(pk=1), sections=())
    assert form_layout(Submission(form=Form(pk=1)), known) is known
    other = form_layout(Submission(form=Form(pk=2)), known)
    assert (other is known, other.form.pk) == (False, 2)
