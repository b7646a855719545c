"""From the number to the signature: in the portal, by hand-off, from a file signed elsewhere, from a scan."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from core.workflow import IllegalStep, StepRefused
from documents.models import Document, Job, RegisterEntry, Status
from documents.rendering import render_document
from documents.services import NotReady, take_step
from documents.signing import checking, queries, trust
from documents.signing.models import Device, Signature, SignatureKind, SignatureStatus, SignedFile
from documents.signing.services import (
    NotSigned,
    add_certificate,
    batch_jobs,
    retry_failed,
    sign,
    sign_batch,
    stamp_waiting,
)
from tests import factories
from tests.documents import samples
from tests.documents.signing.pki import pki, timestamp_server

pytestmark = pytest.mark.django_db
PERSON, SEAL = SignatureKind.PERSON, SignatureKind.ORGANISATION


def content_of(document: Document) -> bytes:
    return queries.newest_content(document)[0]


def check(content: bytes) -> checking.Checked:
    return checking.check_pdf(content, trust=trust.trusted())


# --- number, sign, issue


def test_signed_document_is_issued_as_it_was_signed(desk, certificate, numbered, below):
    document = numbered()
    assert (document.status, document.number, document.deliveries.count()) == (Status.NUMBERED, 1, 0)
    assert RegisterEntry.objects.get().sent_on is None
    sign(document, by=desk.leader)
    before = content_of(document)
    take_step(document, "issue", by=desk.registry)
    assert RegisterEntry.objects.get().sent_on == timezone.localdate()
    assert document.status == Status.ISSUED
    assert content_of(document) == before
    assert check(before).fault == ""


def test_numbered_document_is_not_issued_without_its_signature(desk, certificate, numbered):
    document = numbered()
    with pytest.raises(NotReady, match="chữ ký"):
        take_step(document, "issue", by=desk.registry)
    assert Document.objects.get(pk=document.pk).status == Status.NUMBERED


def test_number_of_a_document_returned_before_signing_stays_void(desk, certificate, numbered, done):
    document = numbered()
    take_step(document, "return", by=desk.leader, note="Sai ngày")
    assert (document.status, document.number, document.pdf.name) == (Status.RETURNED, None, "")
    entry = RegisterEntry.objects.get()
    assert (entry.number, entry.document, entry.void_reason) == (1, None, "Trả lại trước khi ký: Sai ngày")
    take_step(document, "submit", by=desk.drafter)
    take_step(document, "approve", by=desk.leader)
    assert take_step(document, "number", by=desk.registry).number == 2


def test_signed_document_is_not_returned(desk, certificate, numbered):
    document = numbered()
    sign(document, by=desk.leader)
    with pytest.raises(NotReady, match="đã ký"):
        take_step(document, "return", by=desk.leader, note="Muộn rồi")


def test_draft_is_not_signed(desk, certificate, paper):
    with pytest.raises(NotSigned, match="cấp số"):
        sign(samples.approved(desk), by=desk.leader)


@pytest.mark.parametrize("who", ["registry", "drafter", "head"])
def test_only_the_signer_signs(desk, certificate, numbered, who):
    with pytest.raises(StepRefused, match="người ký"):
        sign(numbered(), by=getattr(desk, who))


def test_leader_who_is_not_the_named_signer_does_not_sign(desk, certificate, numbered):
    other = factories.person("leader", desk.unit, "Phó Chủ Tịch")
    with pytest.raises(StepRefused):
        sign(numbered(), by=other)


def test_second_signature_of_the_same_kind_is_refused(desk, certificate, numbered):
    document = numbered()
    sign(document, by=desk.leader)
    with pytest.raises(NotSigned, match="đã có chữ ký"):
        sign(document, by=desk.leader)


def test_seal_comes_after_the_signature_and_from_the_registry(desk, certificate, seal, numbered):
    document = numbered()
    with pytest.raises(NotSigned, match="chưa ký"):
        sign(document, by=desk.registry, kind=SEAL)
    sign(document, by=desk.leader)
    with pytest.raises(StepRefused):
        sign(document, by=desk.leader, kind=SEAL)
    sign(document, by=desk.registry, kind=SEAL)
    found = check(content_of(document))
    assert (found.fault, len(found.signatures)) == ("", 2)


def test_every_signed_file_is_kept_and_starts_with_the_one_before(desk, certificate, seal, numbered):
    document = numbered()
    with document.pdf.open() as file:
        contents = [file.read()]
    sign(document, by=desk.leader)
    sign(document, by=desk.registry, kind=SEAL)
    for kept in SignedFile.objects.order_by("number"):
        contents.append(default_storage.open(kept.file.name).read())
        assert hashlib.sha256(contents[-1]).hexdigest() == kept.sha256
    assert len(contents) == 3
    assert contents[2].startswith(contents[1]) and contents[1].startswith(contents[0])


def test_kept_file_is_never_changed(desk, certificate, numbered):
    document = numbered()
    sign(document, by=desk.leader)
    with pytest.raises(TypeError):
        SignedFile.objects.get().save()


def test_file_changed_on_the_disk_is_not_signed(desk, certificate, numbered):
    document = numbered()
    path = default_storage.path(document.pdf.name)
    with open(path, "ab") as file:
        file.write(b"\n")
    with pytest.raises(NotSigned, match="không còn đúng như lúc lưu"):
        sign(document, by=desk.leader)


def test_printing_again_does_not_touch_what_is_signed(desk, certificate, numbered):
    document = numbered()
    sign(document, by=desk.leader)
    before = Document.objects.get(pk=document.pk).pdf_sha256
    Document.objects.filter(pk=document.pk).update(abstract="Trích yếu khác")
    render_document(document)
    assert Document.objects.get(pk=document.pk).pdf_sha256 == before


def test_certificate_that_ended_does_not_sign(desk, certificate, numbered):
    certificate.valid_to = certificate.valid_from
    certificate.save()
    with pytest.raises(NotSigned, match="thay chứng thư"):
        sign(numbered(), by=desk.leader)


def test_certificate_of_another_name_is_not_registered(desk):
    with pytest.raises(NotSigned, match="Hoàng Văn Khác"):
        add_certificate(pki().somebody_else.pem, device=Device.SERVER, seat=desk.seat, key_name="x")


def test_key_on_the_disk_is_encrypted(certificate, signing_dir, settings):
    content = (signing_dir / "keys" / "leader.pem").read_bytes()
    assert b"ENCRYPTED PRIVATE KEY" in content
    assert oct((signing_dir / "keys" / "leader.pem").stat().st_mode)[-3:] == "600"


def test_key_does_not_open_with_another_secret(desk, certificate, numbered, settings):
    document = numbered()
    settings.SIGNING_SECRET = "khác"
    with pytest.raises(NotSigned, match="Không mở được khóa"):
        sign(document, by=desk.leader)


# --- time stamp


def test_time_stamp_comes_in_a_job(desk, certificate, numbered, timestamps, done):
    document = numbered()
    with done():
        signature = sign(document, by=desk.leader)
        assert signature.status == SignatureStatus.UNSTAMPED
    signature.refresh_from_db()
    assert signature.status == SignatureStatus.SIGNED
    assert check(content_of(document)).stamped_at is not None
    assert [kept.reason for kept in document.signed_files.order_by("number")] == ["signature", "timestamp"]


def test_unreachable_server_costs_no_signature_and_is_asked_again(
    desk, certificate, numbered, settings, done
):
    settings.SIGNING_TSA_URL = "http://127.0.0.1:9/"
    document = numbered()
    with done():
        signature = sign(document, by=desk.leader)
    signature.refresh_from_db()
    assert signature.status == SignatureStatus.UNSTAMPED
    assert "chờ dấu thời gian" in signature.get_status_display()
    job = Job.objects.get(kind="stamp_signature")
    assert (job.status, check(content_of(document)).fault) == (Job.Status.FAILED, "")
    with timestamp_server() as address:
        settings.SIGNING_TSA_URL = address
        with done():
            assert stamp_waiting() == 1
    signature.refresh_from_db()
    assert signature.status == SignatureStatus.SIGNED


@pytest.mark.parametrize("what", ["junk", "untrusted"])
def test_wrong_answer_of_the_server_is_told_and_costs_no_signature(
    desk, certificate, numbered, settings, done, signing_dir, what
):
    document = numbered()
    with timestamp_server(junk=b"<html>" if what == "junk" else b"") as address:
        settings.SIGNING_TSA_URL = address
        with done():
            signature = sign(document, by=desk.leader)
            if what == "untrusted":
                (signing_dir / "roots" / "ca.pem").unlink()
    signature.refresh_from_db()
    assert signature.status == SignatureStatus.UNSTAMPED
    assert "chưa được cổng tin cậy" in Job.objects.get(kind="stamp_signature").error


def test_portal_without_a_time_stamp_server_signs_all_the_same(desk, certificate, numbered):
    assert sign(numbered(), by=desk.leader).status == SignatureStatus.SIGNED
    assert stamp_waiting() == 0


# --- many at once


def test_batch_tells_each_result_and_runs_the_failed_again(desk, certificate, numbered, done, signing_dir):
    documents = [numbered(abstract=f"Văn bản {n}") for n in range(3)]
    broken = Path(default_storage.path(documents[1].pdf.name))
    kept = broken.read_bytes()
    broken.write_bytes(b"%PDF-1.7 broken")
    with done():
        name = sign_batch(documents, by=desk.leader)
    assert [job.status for job in batch_jobs(name, of=desk.leader)] == ["ready", "failed", "ready"]
    broken.write_bytes(kept)
    with done():
        assert retry_failed(name, by=desk.leader) == 1
    assert [job.status for job in batch_jobs(name, of=desk.leader)] == ["ready"] * 3
    assert all(queries.given(document) for document in documents)
    assert Signature.objects.count() == 3


def test_batch_of_more_than_a_hundred_is_refused(desk):
    with pytest.raises(NotSigned, match="100"):
        sign_batch([Document()] * 101, by=desk.leader)


def test_batch_of_somebody_else_is_not_seen(desk, certificate, numbered, done):
    with done():
        name = sign_batch([numbered()], by=desk.leader)
    assert list(batch_jobs(name, of=desk.registry)) == []


def test_step_that_waits_is_illegal_for_the_text(desk, certificate, numbered):
    with pytest.raises(IllegalStep):
        take_step(numbered(), "approve", by=desk.leader)
