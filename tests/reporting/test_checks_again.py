"""One rule, from the box to the whole tree: told while typing, run again on sending, on accepting, over all units."""

from decimal import Decimal

import pytest

from core.workflow import IllegalStep
from reporting import checks
from reporting.checks import RULES, check_submission, findings_while_typing
from reporting.checks.registry import read_rules
from reporting.checks.tree import Asked, TreeSearch
from reporting.models import Figure, PeriodUnit, Waiver
from reporting.queries.layout import layout_of
from reporting.receiving.services.accepting import CLEAN, EXPLAINED, why_left
from reporting.receiving.services.waiving import ask_waivers
from reporting.services import NotReady, take_step
from tests.reporting.factories import WHOLE, country, enter, sent

pytestmark = pytest.mark.django_db

PARTS = ("parts_make_total", ("TT01", ""))
BROKEN = {("TT01", ""): "5"}
# A rule that comes after the reports were sent: data, no code.
STRICTER = """
[[rule]]
id = "few_sessions"
kind = "at_most"
severity = "error"
waivable = true
title = "Số cuộc"
source = "DOMAIN 2.6, 6"
pairs = [["TT01", "TC01", "quy tắc mới"]]
message = "{smaller} là {value}, lớn hơn {larger} là {whole}; {why}."
fix = "Kiểm tra số cuộc."
"""


@pytest.fixture
def here():
    return country()


@pytest.fixture
def report(here):
    return here.report(here.bases[0])


def said(findings, rule=PARTS[0]):
    return [finding.key for finding in findings if finding.rule == rule]


def over_the_tree(here):
    place = PeriodUnit.objects.select_related("period").get(period=here.period, unit=here.top)
    return {spot.key for spot in TreeSearch(place, Asked(rule=PARTS[0])).spots()}


def test_one_error_is_told_while_typing_and_stops_the_sending(here, report):
    enter(report, here.chair, {**WHOLE, **BROKEN})
    assert said(findings_while_typing(report, layout=layout_of(report.form))) == [PARTS[1]]
    with pytest.raises(NotReady) as stopped:
        take_step(report, "submit", by=here.chair)
    assert said(stopped.value.findings) == [PARTS[1]]


def test_what_turned_wrong_after_it_was_typed_stops_the_sending(here, report):
    enter(report, here.chair, WHOLE)
    assert said(check_submission(report)) == []
    wrong(report)
    with pytest.raises(NotReady) as stopped:
        take_step(report, "submit", by=here.chair)
    assert said(stopped.value.findings) == [PARTS[1]]


def wrong(report):
    """The stored total no longer is the sum of its parts, whatever changed it."""
    Figure.objects.filter(submission=report, indicator__code="TT01", breakdown="").update(value=Decimal(5))


def test_what_turned_wrong_after_the_sending_stops_accepting_one_and_many(here, report):
    sent(report, here.chair)
    wrong(report)
    report.refresh_from_db()
    assert "còn 1 lỗi chưa sửa" in why_left(report, check_submission(report), CLEAN, over_open=True)
    with pytest.raises(IllegalStep, match="còn 1 lỗi chưa sửa và chưa có giải trình"):
        take_step(report, "accept", by=here.officer)
    assert over_the_tree(here) == {PARTS[1]}


def test_reason_runs_from_the_box_over_sending_to_accepting(here, report):
    enter(report, here.chair, {**WHOLE, **BROKEN})
    ask_waivers(report, {PARTS: "Hai cuộc vừa trực tiếp vừa trực tuyến"}, by=here.chair)
    take_step(report, "submit", by=here.chair)
    report.refresh_from_db()
    (finding,) = check_submission(report)
    assert finding.is_waived and not finding.is_approved
    assert over_the_tree(here) == {PARTS[1]}
    assert why_left(report, [finding], EXPLAINED, over_open=True) == ""
    take_step(report, "accept", by=here.officer)
    (finding,) = check_submission(report)
    assert finding.is_approved and Waiver.objects.get().decided_by == here.officer
    # The reason stands for the figures it was given for: others need their own.
    Figure.objects.filter(submission=report, indicator__code="TT01", breakdown="").update(value=Decimal(6))
    (finding,) = check_submission(report)
    assert not finding.is_waived


def test_rule_added_to_the_data_counts_at_the_next_step(here, report, monkeypatch):
    sent(report, here.chair)
    monkeypatch.setattr(checks, "RULES", [*RULES, *read_rules(STRICTER)])
    with pytest.raises(IllegalStep, match="còn 1 lỗi"):
        take_step(report, "accept", by=here.officer)
    take_step(report, "return", by=here.officer, note="Quy tắc mới")
    enter(report, here.chair, {("TT02", ""): "251"})
    with pytest.raises(NotReady) as stopped:
        take_step(report, "submit", by=here.chair)
    assert [finding.message[-12:] for finding in stopped.value.findings] == ["quy tắc mới."]
