"""Saving box by box: what is stored, what is a conflict, what is refused, and each message once."""

import datetime as dt
import json
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.entry.services import KEPT, sweep_receipts
from reporting.entry.stored import figure_stamp, stored_entry, text_stamp
from reporting.models import EntryReceipt, Form, SubmissionMove
from reporting.receiving.services.waiving import ask_waivers
from reporting.services import close_period
from tests.factories import make_seat, person
from tests.reporting.entry.messages import box, message
from tests.reporting.factories import WHOLE, country, enter, sent
from units.models import AuditEntry, Role
from units.services.tree import end_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return country()


@pytest.fixture
def report(here):
    return here.report(here.bases[0])


@pytest.fixture
def post(here, report, client):
    """Post a message, or raw bytes, as the chair or another person."""

    def send(said, *, by=None, to=report):
        client.force_login(by or here.chair)
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        return client.post(
            reverse("reporting:cells_save", args=[to.pk]), data=body, content_type="application/json"
        )

    return send


def values(report):
    return {
        f"{f.indicator.code}:{f.breakdown}".rstrip(":"): (f.state, f.value)
        for f in report.figures.select_related("indicator")
    }


def stamp_of(report, code, breakdown=""):
    return figure_stamp(stored_entry(report.figures.get(indicator__code=code, breakdown=breakdown)))


def test_good_boxes_are_stored_while_a_bad_one_is_refused(report, post):
    answer = post(message(report, box("TT01", "1.234"), box("TT02:n.nu", "7"), box("TT03", "mười"))).json()
    assert values(report) == {"TT01": ("value", 1234), "TT02:n.nu": ("value", 7)}
    assert answer["saved"] == {
        "TT01": stamp_of(report, "TT01"),
        "TT02:n.nu": stamp_of(report, "TT02", "n.nu"),
    }
    assert "không phải là số" in answer["refused"]["TT03"]
    assert (answer["version"], answer["status"], answer["sent"]) == (1, "draft", False)


def test_first_box_starts_the_report_and_the_log_names_it(here, report, post):
    post(message(report, box("TT01", "3"), box("TT03", state="nil", note="Không in")))
    assert SubmissionMove.objects.get().step == "start"
    entry = AuditEntry.objects.get(action="reporting.figures.save")
    assert (entry.by, entry.after) == (here.chair, {"TT01": "3", "TT03": "nil"})


def test_box_changed_elsewhere_is_a_conflict_alone_and_says_who(here, report, post):
    enter(report, here.chair, {("TT01", ""): "12"})
    colleague = person(Role.GRASSROOTS, here.bases[0])
    answer = post(message(report, box("TT01", "13"), box("TT03", "5")), by=colleague).json()
    found = answer["conflicts"]["TT01"]
    assert found["words"].startswith(f"Nơi khác đã lưu số 12 ({here.chair}, ")
    assert (found["state"], found["typed"], found["stamp"]) == ("value", "12", stamp_of(report, "TT01"))
    assert values(report) == {"TT01": ("value", 12), "TT03": ("value", 5)}
    again = post(message(report, box("TT01", "13", seen=found["stamp"])), by=colleague).json()
    assert "TT01" in again["saved"]
    assert values(report)["TT01"] == ("value", 13)


def test_same_value_from_two_people_is_no_conflict(report, post):
    post(message(report, box("TT01", "1234")))
    answer = post(message(report, box("TT01", "1.234,0", seen="abc"))).json()
    assert (answer["conflicts"], answer["version"]) == ({}, 1)


def test_blank_takes_the_figure_away_only_when_it_was_seen(here, report, post):
    enter(report, here.chair, {("TT01", ""): "12"})
    assert post(message(report, box("TT01"))).json()["conflicts"]["TT01"]["typed"] == "12"
    assert post(message(report, box("TT01", seen=stamp_of(report, "TT01")))).json()["saved"] == {"TT01": ""}
    assert values(report) == {}


def test_narrative_conflict_keeps_what_stands(report, post):
    text = {"code": "I.1", "text": "Ổn định", "seen": ""}
    post(message(report, narratives=[text]))
    other = {"code": "I.1", "text": "Khác", "seen": ""}
    found = post(message(report, narratives=[other, {"code": "ZZ", "text": "x", "seen": ""}])).json()[
        "narratives"
    ]
    assert found["conflicts"]["I.1"]["text"] == "Ổn định"
    assert "không có mục" in found["refused"]["ZZ"]
    seen = {**other, "seen": found["conflicts"]["I.1"]["stamp"]}
    assert post(message(report, narratives=[seen])).json()["narratives"]["saved"] == {
        "I.1": text_stamp("Khác")
    }


def test_part_above_its_total_is_kept_and_shown_as_a_finding(report, post):
    answer = post(message(report, box("TT02", "100"), box("TT02:n.nu", "101"))).json()
    assert values(report)["TT02:n.nu"] == ("value", 101)
    assert ("TT02:n.nu", "error") in {(f["cell"], f["severity"]) for f in answer["findings"]}


def test_finding_with_a_reason_is_no_error_at_its_box(here, report, post):
    enter(
        report, here.chair, {("TT01", ""): "5", ("TT01", "h.truc_tiep"): "3", ("TT01", "h.truc_tuyen"): "1"}
    )
    ask_waivers(
        report, {("parts_make_total", ("TT01", "")): "Một cuộc vừa trực tiếp vừa trực tuyến"}, by=here.chair
    )
    (found,) = [
        one for one in post(message(report, box("TT03", "5"))).json()["findings"] if one["cell"] == "TT01"
    ]
    assert (found["severity"], "Đã giải trình: Một cuộc" in found["fix"]) == ("warning", True)


def test_same_message_again_gives_the_same_answer_and_changes_nothing(here, report, post):
    said = message(report, box("TT01", "3"))
    first = post(said).json()
    enter(report, here.chair, {("TT01", ""): "9"})
    before = AuditEntry.objects.count()
    assert post(said).json() == first
    assert values(report) == {"TT01": ("value", 9)}
    assert (AuditEntry.objects.count(), EntryReceipt.objects.count()) == (before, 1)


def test_message_that_arrives_after_a_later_one_changes_nothing(report, post):
    """A device was off for days; meanwhile another one of the same person went on from the same box."""
    first = post(message(report, box("TT01", "5"), box("TT02", "70"))).json()["saved"]
    late = message(report, box("TT01", "6", seen=first["TT01"]), box("TT03", "9"))
    post(message(report, box("TT01", "8", seen=first["TT01"])))
    answer = post(late).json()
    assert list(answer["conflicts"]) == ["TT01"] and list(answer["saved"]) == ["TT03"]
    assert values(report) == {"TT01": ("value", 8), "TT02": ("value", 70), "TT03": ("value", 9)}
    assert post(late).json() == answer, "and once more, as it comes again"


def test_report_of_a_unit_that_ended_is_refused_in_words(here, report, post):
    other = person(Role.UPPER_UNIT, here.uppers[0])
    answer = post(message(report, box("TT01", "5")), by=other)
    assert answer.status_code == 403
    assert "Chỉ cán bộ được phân công của chính đơn vị" in answer.json()["message"]
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    end_unit(here.bases[0], on=yesterday, decision="12/QĐ-LĐLĐ")
    answer = post(message(report, box("TT01", "5")), by=other)
    assert answer.status_code == 403
    assert "đã kết thúc hoạt động" in answer.json()["message"] and "nhập thay" in answer.json()["message"]
    assert values(report) == {}


def test_key_of_another_person_or_report_is_refused(here, report, post):
    said = message(report, box("TT01", "3"))
    post(said)
    colleague = person(Role.GRASSROOTS, here.bases[0])
    make_seat(colleague, Role.GRASSROOTS, here.bases[1])
    assert post(said, by=colleague).status_code == 422
    own = message(report, box("TT01", "4"))
    post(own, by=colleague)
    other = here.report(here.bases[1])
    assert post(own, by=colleague, to=other).status_code == 422
    assert values(other) == {}


def test_report_is_sent_with_its_last_boxes(here, report, post):
    enter(report, here.chair, {key: text for key, text in WHOLE.items() if key != ("CL01", "")})
    answer = post(message(report, box("CL01", "10"), take="submit")).json()
    assert (answer["sent"], answer["status"]) == (True, "submitted")
    report.refresh_from_db()
    assert report.status == "submitted"


def test_report_that_is_not_ready_stays_a_draft_and_names_the_boxes(report, post):
    answer = post(message(report, box("TT01", "3"), take="submit")).json()
    assert (answer["sent"], answer["status"]) == (False, "draft")
    assert "Chưa gửi được" in answer["message"]
    assert "LD01" in {f["cell"] for f in answer["findings"] if f["severity"] == "error"}


def test_nothing_is_sent_past_a_refused_box(here, report, post):
    enter(report, here.chair, WHOLE)
    answer = post(message(report, box("TT03", "nhiều"), take="submit")).json()
    assert (answer["sent"], answer["message"]) == (False, "Còn 1 ô chưa lưu được. Báo cáo chưa được gửi.")


def test_nil_return_is_kept(report, post):
    post(message(report, nil_return=True))
    post(message(report, box("LD01", "5")))
    report.refresh_from_db()
    assert report.nil_return


def test_sent_and_closed_reports_say_why(here, report, post):
    sent(report, here.chair)
    found = post(message(report, box("TT01", "4")))
    assert (found.status_code, found.json()["reason"]) == (409, "sent")
    close_period(here.period, by=here.admin)
    assert post(message(report, box("TT01", "4"))).json()["reason"] == "closed"
    assert not EntryReceipt.objects.exists()


def test_form_changed_under_the_device_names_the_boxes_that_are_gone(report, post):
    report.form = Form.objects.create(code=report.form.code, version=2, name="Mới")
    report.save()
    said = message(report, box("TT01", "4")) | {"form": "1-HĐCĐ@1"}
    found = post(said).json()
    assert (found["reason"], found["cells"]) == ("form", ["TT01"])


def test_boxes_the_form_does_not_have_are_refused_by_name(report, post):
    answer = post(message(report, box("TC09", "1"), box("TT01:n.nu", "1"), box("?x", "1"))).json()
    assert set(answer["refused"]) == {"TC09", "TT01:n.nu", "?x"}


GOOD = {"key": str(uuid.UUID(int=1)), "form": "1-HĐCĐ@1", "cells": [box("TT01", "1")]}


BROKEN = [
    b"", b"[]", b"null", b"{", b"\xff\xfe", b'"a"', b"[" * 100_000, b"1" * 10_000,
    json.dumps(GOOD | {"key": "1"}).encode(),
    json.dumps(GOOD | {"cells": {"TT01": "1"}}).encode(),
    json.dumps(GOOD | {"cells": [box("TT01", "1"), box("TT01", "2")]}).encode(),
    json.dumps(GOOD | {"cells": [box("TT01", "1") | {"typed": 1}]}).encode(),
    json.dumps(GOOD | {"cells": [box("TT01", "1") | {"state": "zero"}]}).encode(),
    json.dumps(GOOD | {"cells": [box("TT01", "1\0")]}).encode(),
    json.dumps(GOOD | {"cells": [box("TT01\0", "1")]}).encode(),
    json.dumps(GOOD | {"cells": [box("TT01", "1", note="\ud800")]}).encode(),
    json.dumps(GOOD | {"cells": [box("TT01", "1")] * 5001}).encode(),
    json.dumps(GOOD | {"take": "accept"}).encode(),
    json.dumps(GOOD | {"nil_return": 1}).encode(),
    b" " * (4 * 1024 * 1024 + 1), b" " * (6 * 1024 * 1024),
]  # fmt: skip


def test_what_is_no_message_is_refused_whole(report, post):
    for body in BROKEN:
        answer = post(body)
        assert (answer.status_code, bool(answer.json()["message"])) == (422, True), body[:40]
    assert not report.figures.exists()


def test_who_may_not_type(here, report, post):
    assert post(message(report, box("TT01", "1")), by=here.officer).status_code == 403
    assert (
        post(message(report, box("TT01", "1")), by=person(Role.GRASSROOTS, here.bases[1])).status_code == 404
    )


def test_old_receipts_go_and_their_message_changes_nothing(report, post):
    said = message(report, box("TT01", "3"))
    post(said)
    EntryReceipt.objects.update(at=timezone.now() - KEPT - dt.timedelta(days=1))
    assert sweep_receipts() == 1
    post(message(report, box("TT01", "4", seen=stamp_of(report, "TT01"))))
    assert "TT01" in post(said).json()["conflicts"]
