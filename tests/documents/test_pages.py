"""One document: its steps, its file, its jobs, who signs and receives it."""

import pytest
from django.core.files.storage import default_storage

from documents import jobs, queries
from documents.models import Document, Job, Recipient, Status
from documents.rendering import render_document
from documents.services import issue_document, take_step
from tests import factories
from tests.documents import samples
from tests.documents.browsing import get, post, text_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]


# --- one document


def test_draft_is_seen_by_its_unit_only(client, desk, below, officer, stranger):
    draft = samples.draft(desk)
    assert get(client, desk.leader, "document_preview", draft.pk).status_code == 200
    for person in (officer, stranger):
        for name in ("document_preview", "document_pdf", "recipients_edit"):
            assert get(client, person, name, draft.pk).status_code == 404
        assert post(client, person, "step", draft.pk, "submit").status_code == 404


def test_steps_run_from_the_buttons_of_the_page(client, desk):
    document = samples.draft(desk)
    assert (
        url("step", document.pk, "submit")
        in get(client, desk.drafter, "document_preview", document.pk).content.decode()
    )
    for person, step, message in (
        (desk.drafter, "submit", "Đang trình duyệt"),
        (desk.leader, "approve", "Đã duyệt"),
        (desk.registry, "issue", "Đã phát hành văn bản số 01/KH-LĐLĐ"),
    ):
        assert message in text_of(post(client, person, "step", document.pk, step))
    document.refresh_from_db()
    assert document.status == Status.ISSUED


def test_step_of_another_role_is_forbidden_and_a_late_click_explains_itself(client, desk):
    document = samples.approved(desk)
    assert post(client, desk.drafter, "step", document.pk, "issue").status_code == 403
    assert "Không thể “duyệt”" in text_of(post(client, desk.leader, "step", document.pk, "approve"))
    assert "Hãy ghi lý do" in text_of(post(client, desk.leader, "step", document.pk, "return"))
    Document.objects.filter(pk=document.pk).update(signer=None)
    assert "Hãy chọn người ký" in text_of(post(client, desk.registry, "step", document.pk, "issue"))


# --- the file


def test_pdf_carries_name_etag_and_is_sent_once(client, desk, below, officer, stranger):
    document = samples.issued(desk, below)
    made = render_document(document)
    answer = get(client, officer, "document_pdf", document.pk)
    content = b"".join(answer.streaming_content)
    assert (content, answer["Content-Type"]) == (made.content, "application/pdf")
    assert answer["ETag"] == f'"{made.sha256}"'
    assert "filename*=utf-8''01-KH-L%C4%90L%C4%90.pdf" in answer["Content-Disposition"]
    again = client.get(url("document_pdf", document.pk), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert get(client, stranger, "document_pdf", document.pk).status_code == 404


def test_same_document_printed_twice_gives_the_same_bytes(desk):
    document = samples.issued(desk)
    assert render_document(document).content == render_document(Document.objects.get(pk=document.pk)).content


def test_file_left_half_written_by_a_killed_worker_is_written_anew(desk):
    document = samples.issued(desk)
    made = render_document(document)
    with open(default_storage.path(document.pdf.name), "wb") as half:
        half.write(made.content[:100])
    render_document(document)
    with default_storage.open(document.pdf.name) as kept:
        assert kept.read() == made.content


def test_pdf_of_a_draft_is_dropped_when_it_is_issued(desk):
    document = samples.approved(desk)
    render_document(document)
    issue_document(document, by=desk.registry)
    document.refresh_from_db()
    assert (document.pdf.name, document.pdf_sha256, document.pdf_pages) == ("", "", 0)


def test_issue_prints_the_document_and_keeps_its_hash(desk, django_capture_on_commit_callbacks):
    document = samples.approved(desk)
    with django_capture_on_commit_callbacks(execute=True):
        issue_document(document, by=desk.registry)
    document.refresh_from_db()
    job = Job.objects.get(key=f"pdf:{document.pk}:1:issued")
    assert job.result == {
        "url": url("document_pdf", document.pk), "label": "Tải bản PDF", "sha256": document.pdf_sha256, "pages": 1,
    }  # fmt: skip
    assert document.pdf_pages == 1


def test_print_of_a_text_that_has_moved_on_is_skipped(desk):
    document = samples.draft(desk)
    job = jobs.enqueue(
        "render_pdf", key="cũ", unit=desk.unit, by=None, document=document.pk, version=9, status="draft"
    )
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.result) == ("ready", {"skipped": True})
    assert not Document.objects.get(pk=document.pk).pdf


def test_own_unit_asks_for_a_pdf_and_sees_its_progress(client, desk, below, officer):
    document = samples.draft(desk)
    post(client, desk.drafter, "document_print", document.pk)
    job = Job.objects.get()
    text = get(client, desk.drafter, "document_preview", document.pk).content.decode()
    assert f'hx-get="{url("job_status", job.pk)}" hx-trigger="every 1s"' in text
    issued = samples.issued(desk, below)
    assert post(client, officer, "document_print", issued.pk).status_code == 403


# --- jobs


def test_piece_of_a_job_stops_asking_when_the_job_has_ended(client, desk):
    client.force_login(desk.drafter)
    job = Job.objects.create(
        kind="x", key="a", unit=desk.unit, status="running", step="Đang dàn trang", done=1, total=2
    )
    running = client.get(url("job_status", job.pk), headers={"HX-Request": "true"}).content.decode()
    assert '<progress value="1" max="2"' in running
    assert "every 1s" in running
    Job.objects.update(status="failed", error="Hỏng rồi.")
    ended = client.get(url("job_status", job.pk), headers={"HX-Request": "true"}).content.decode()
    assert "Hỏng rồi." in ended
    assert "hx-get" not in ended
    assert "<html" in client.get(url("job_status", job.pk)).content.decode()


def test_job_of_another_unit_does_not_exist(client, desk, stranger):
    job = Job.objects.create(kind="x", key="a", unit=desk.unit)
    assert get(client, stranger, "job_status", job.pk).status_code == 404
    assert post(client, stranger, "job_cancel", job.pk).status_code == 404
    assert "Đã hủy" in text_of(post(client, desk.drafter, "job_cancel", job.pk))


# --- signer and recipients


def lines(*rows, **fields):
    data = {"noi-nhan-TOTAL_FORMS": len(rows), "noi-nhan-INITIAL_FORMS": 0, **fields}
    for at, row in enumerate(rows):
        data |= {f"noi-nhan-{at}-{name}": value for name, value in row.items()}
    return data


def test_signer_and_recipients_are_kept_together(client, desk, below):
    document = factories.make_document(desk.unit)
    data = lines(
        {"unit": below.code, "role": "thuc_hien"}, {"role": "de_biet"},
        {"group": "co_so", "role": "thuc_hien"}, {"text": "Tỉnh ủy", "role": "bao_cao"},
        signer=desk.seat.pk, archive_line="Lưu: VT, TG.",
    )  # fmt: skip
    assert "Đã lưu người ký" in text_of(post(client, desk.drafter, "recipients_edit", document.pk, **data))
    document.refresh_from_db()
    assert (document.signer, document.archive_line) == (desk.seat, "Lưu: VT, TG.")
    kept = [(r.unit, r.group, r.text) for r in document.recipients.all()]
    assert kept == [
        (below, "", "Công đoàn phường Bình Minh"), (None, Recipient.Group.GRASSROOTS, "Tất cả công đoàn cơ sở"),
        (None, "", "Tỉnh ủy"),
    ]  # fmt: skip


def test_foreign_unit_typed_into_the_field_is_refused_at_its_row(client, desk, stranger):
    document = samples.draft(desk)
    foreign = stranger.seats.get().unit
    data = lines({"text": "Tỉnh ủy"}, {"unit": foreign.code}, signer=desk.seat.pk, archive_line="Lưu: VT.")
    answer = post(client, desk.drafter, "recipients_edit", document.pk, **data)
    assert answer.status_code == 422
    assert f"Không có đơn vị “{foreign.code}” trong phạm vi của bạn" in text_of(answer)
    assert [r.text for r in document.recipients.all()] == ["Tỉnh ủy"]


def test_repeated_recipient_is_refused_and_the_signer_is_not_changed_either(client, desk):
    document = factories.make_document(desk.unit)
    data = lines({"text": "Tỉnh ủy"}, {"text": "Tỉnh ủy"}, signer=desk.seat.pk, archive_line="Lưu: VT.")
    answer = post(client, desk.drafter, "recipients_edit", document.pk, **data)
    assert (answer.status_code, "đã có ở dòng 1" in text_of(answer)) == (422, True)
    document.refresh_from_db()
    assert document.signer is None


def test_seat_of_another_unit_is_no_choice_for_the_signer(client, desk, stranger):
    document = samples.draft(desk)
    data = lines({"text": "Tỉnh ủy"}, signer=stranger.seats.get().pk, archive_line="Lưu: VT.")
    assert post(client, desk.drafter, "recipients_edit", document.pk, **data).status_code == 422


def test_waiting_for_a_signature_is_a_stage_only_where_it_was_used(client, desk):
    client.force_login(desk.registry)
    signed_on_paper, numbered = samples.approved(desk), samples.approved(desk)
    take_step(numbered, "number", by=desk.registry)
    pages = [client.get(f"/van-ban/{d.pk}/").content.decode() for d in (signed_on_paper, numbered)]
    steppers = [page[page.index("nc-stepper") :].split("</ol>")[0] for page in pages]
    assert ["chờ ký" in stepper for stepper in steppers] == [False, True]


def test_what_was_said_before_the_issue_stays_with_the_issuer(desk, below, officer):
    document = samples.issued(desk, below)
    own, other = (queries.moves_of(document, person) for person in (desk.registry, officer))
    assert [label for label, _move in own] == ["Trình duyệt", "Duyệt", "Phát hành"]
    assert [label for label, _move in other] == ["Phát hành"]
