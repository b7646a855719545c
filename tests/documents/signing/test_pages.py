"""The pages of signing, the open page for everybody, and the command."""

from __future__ import annotations

import base64
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from documents import codes
from documents.models import Document
from documents.services import take_step
from documents.signing import queries
from documents.signing.models import Signature, SignatureKind, SigningCertificate
from documents.signing.services import attributes_of, batch_jobs, sign
from documents.views.verification import A_MINUTE
from tests import factories
from tests.documents import samples
from tests.documents.signing.pki import paper_pdf, pki, raw_signature, signed

pytestmark = pytest.mark.django_db
WORD = {"password": factories.PASSWORD}


def url(name: str, *args: Any) -> str:
    return reverse(f"documents:{name}", args=args)


def pdf(content: bytes, name: str = "van-ban.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def content_of(document: Document) -> bytes:
    return queries.newest_content(document)[0]


# --- signing


def test_signer_signs_with_the_password_and_downloads_the_signed_file(client, desk, certificate, numbered):
    document = numbered()
    client.force_login(desk.leader)
    page = client.get(url("signing", document.pk)).content.decode()
    assert "Trần Ngọc Ánh" in page and "Ký văn bản" in page
    answer = client.post(url("signing", document.pk), WORD, follow=True)
    assert "Đã ký văn bản số 01/KH-LĐLĐ" in answer.content.decode()
    file = b"".join(client.get(url("document_pdf", document.pk)).streaming_content)
    assert file == content_of(document) != document.pdf.open().read()


def test_wrong_password_signs_nothing_and_counts_as_a_wrong_sign_in(client, desk, certificate, numbered):
    document = numbered()
    client.force_login(desk.leader)
    for _try in range(5):
        answer = client.post(url("signing", document.pk), {"password": "sai"})
        assert answer.status_code == 422
    assert "đợi ít phút" in client.post(url("signing", document.pk), WORD).content.decode()
    assert queries.given(document) is None


def test_list_shows_what_waits_for_signer_and_for_registry(client, desk, certificate, seal, numbered):
    document = numbered()
    assert list(queries.to_sign(desk.leader)) == [document]
    assert list(queries.to_sign(desk.registry)) == []
    sign(document, by=desk.leader)
    assert list(queries.to_sign(desk.leader)) == []
    client.force_login(desk.registry)
    assert "Đóng dấu cơ quan" in client.get(url("signing_list")).content.decode()


def test_batch_page_tells_each_result(
    client, desk, certificate, numbered, django_capture_on_commit_callbacks
):
    documents = [numbered(abstract=f"Văn bản {n}") for n in range(2)]
    client.force_login(desk.leader)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("signing_list"), WORD | {"document": [one.pk for one in documents]})
    page = client.get(answer["Location"]).content.decode()
    assert page.count("Văn bản ") >= 2 and "Tất cả 2 văn bản đã được ký" in page
    name = answer["Location"].rstrip("/").rsplit("/", 1)[1]
    assert batch_jobs(name, of=desk.leader).count() == 2


def test_batch_of_nothing_is_an_error(client, desk, certificate, numbered):
    numbered()
    client.force_login(desk.leader)
    answer = client.post(url("signing_list"), WORD)
    assert (answer.status_code, "ít nhất một văn bản" in answer.content.decode()) == (422, True)


def test_hand_off_goes_out_and_comes_back_on_its_page(client, desk, remote, numbered):
    document = numbered()
    client.force_login(desk.leader)
    address = client.post(url("signing", document.pk), WORD)["Location"]
    waiting = Signature.objects.get()
    data = client.get(url("signing_data", waiting.hand_off)).content
    assert data == attributes_of(waiting)
    assert client.post(address, {"value": "không phải"}).status_code == 422
    wrong = base64.b64encode(raw_signature(pki().somebody_else, data)).decode()
    assert "không khớp" in client.post(address, {"value": wrong}).content.decode()
    right = raw_signature(pki().person, data).hex()
    assert client.post(address, {"value": right}).status_code == 302
    assert queries.given(document) is not None
    again = client.post(address, {"value": right}, follow=True)
    assert "Lượt ký này đã xong" in again.content.decode()


def test_file_signed_elsewhere_comes_in_by_the_page(
    client, desk, numbered, django_capture_on_commit_callbacks
):
    document = numbered()
    client.force_login(desk.registry)
    content = signed(content_of(document), pki().person)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("signing_bring", document.pk), {"route": "upload", "file": pdf(content)})
    assert "Đã ký" in client.get(url("signing", document.pk)).content.decode()
    again = client.post(url("signing_bring", document.pk), {"route": "upload", "file": pdf(b"no pdf")})
    assert again.status_code == 422


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_kept_file_that_was_harmed_is_not_signed(client, desk, certificate, numbered, harm):
    document = numbered()
    _harm(document.pdf, harm)
    client.force_login(desk.leader)
    answer = client.post(url("signing", document.pk), WORD, follow=True)
    assert "Hãy báo quản trị hệ thống" in answer.content.decode()
    assert not Signature.objects.exists()


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_answer_for_a_prepared_file_that_was_harmed_is_refused(client, desk, remote, numbered, harm):
    document = numbered()
    client.force_login(desk.leader)
    address = client.post(url("signing", document.pk), WORD)["Location"]
    waiting = Signature.objects.get()
    _harm(waiting.received, harm)
    answer = client.post(address, {"value": raw_signature(pki().person, attributes_of(waiting)).hex()})
    assert (answer.status_code, "bắt đầu ký lại" in answer.content.decode()) == (422, True)
    assert queries.given(document) is None


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_file_signed_elsewhere_is_refused_when_ours_was_harmed(client, desk, numbered, done, harm):
    document = numbered()
    content = signed(content_of(document), pki().person)
    _harm(document.pdf, harm)
    client.force_login(desk.registry)
    with done():
        client.post(url("signing_bring", document.pk), {"route": "upload", "file": pdf(content)})
    refused = Signature.objects.get()
    assert (refused.status, "Hãy báo quản trị hệ thống" in refused.refusal) == ("refused", True)


def _harm(file: Any, harm: str) -> None:
    if harm == "gone":
        Path(file.path).unlink()
    else:
        with Path(file.path).open("ab") as kept:
            kept.write(b"%x")


# --- the open page


def issued(desk: samples.Office, document: Document) -> Document:
    sign(document, by=desk.leader)
    return take_step(document, "issue", by=desk.registry)


def test_code_in_any_spelling_leads_to_the_facts_of_the_signed_paper(client, desk, certificate, numbered):
    document = issued(desk, numbered())
    typed = codes.shown(document.verification_code).lower()
    page = client.get(url("verify_form"), {"ma": typed}, follow=True).content.decode()
    newest = queries.newest_file(document)
    for fact in ("01/KH-LĐLĐ", "Trần Ngọc Ánh", "Còn hiệu lực", newest.sha256, document.pdf_sha256):
        assert fact in page
    assert "Nội dung thử nghiệm" not in page


def test_genuine_file_that_has_not_gone_out_yet_is_told_with_both_facts(client, desk, certificate, numbered):
    document = numbered()
    sign(document, by=desk.leader)
    page = client.post(url("verify_form"), {"file": pdf(content_of(document))}).content.decode()
    assert "chưa phát hành" in page
    assert "đúng từng byte" in page


def test_slip_of_the_pen_is_told_before_anything_is_looked_up(client, desk, certificate, numbered):
    code = numbered().verification_code
    other = next(letter for letter in codes.ALPHABET if letter != code[3])
    answer = client.get(url("verify_form"), {"ma": code[:3] + other + code[4:]})
    assert (answer.status_code, "so lại từng ký tự" in answer.content.decode()) == (422, True)


def test_every_exchange_of_neighbours_is_noticed():
    code = codes.new_code()
    swapped = {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1)} - {code}
    assert not any(codes.is_well_formed(one) for one in swapped)
    assert codes.is_well_formed(code)


def test_codes_printed_before_check_letters_are_still_taken():
    assert codes.is_well_formed("9XK4TQ7WPZ")


@pytest.mark.parametrize(
    "what, told",
    [("signed", "đúng từng byte"), ("unsigned", "chưa mang chữ ký số"), ("appended", "thêm nội dung sau khi ký"),
     ("foreign", "không phải văn bản do cổng này")],
)  # fmt: skip
def test_uploaded_file_is_judged_by_its_bytes(client, desk, certificate, numbered, what, told):
    document = issued(desk, numbered())
    contents = {
        "signed": content_of(document), "unsigned": document.pdf.open().read(),
        "appended": content_of(document) + b"\n% more\n%%EOF\n", "foreign": b"%PDF-1.7\n%%EOF\n",
    }  # fmt: skip
    page = client.post(url("verify_form"), {"file": pdf(contents[what])}).content.decode()
    assert told in page
    assert "Nội dung thử nghiệm" not in page


def test_open_page_is_not_to_be_used_for_trying(client):
    answers = [client.get(url("verify", "XXXXXXXXXXX")).status_code for _n in range(A_MINUTE + 1)]
    assert answers == [404] * A_MINUTE + [429]


# --- the command


def verdict(path: Any, content: bytes) -> dict[str, Any]:
    path.write_bytes(content)
    out, status = StringIO(), 0
    try:
        call_command("verify_document", str(path), "--json", stdout=out)
    except SystemExit as ended:
        status = ended.code
    told = json.loads(out.getvalue())
    assert told["valid"] is (status == 0)
    return told


def test_command_tells_good_from_bad_files_with_the_reason(desk, certificate, seal, numbered, tmp_path):
    document = numbered()
    ours = document.pdf.open().read()
    by_another = signed(ours, pki().somebody_else)
    elsewhere = signed(ours, pki().person)
    document = issued(desk, document)
    sign(document, by=desk.registry, kind=SignatureKind.ORGANISATION)
    good = content_of(document)
    place = len(ours) // 2
    files = {
        "signed": good, "signed_elsewhere": elsewhere, "wrong_signer": by_another, "unsigned": ours,
        "tampered": good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :],
        "changed_after_signing": good + b"\n8 0 obj\n<<>>\nendobj\n",
        "foreign": signed(paper_pdf(), pki().person), "unreadable": b"no pdf at all",
    }  # fmt: skip
    found = {reason: verdict(tmp_path / "x.pdf", content) for reason, content in files.items()}
    assert {reason: one["reason"] for reason, one in found.items()} == {reason: reason for reason in files}
    assert [reason for reason, one in found.items() if one["valid"]] == ["signed", "signed_elsewhere"]
    assert found["signed"]["document"]["code"] == "01/KH-LĐLĐ"
    assert [one["holder"] for one in found["signed"]["signatures"]] == ["Trần Ngọc Ánh", desk.unit.name]


def test_void_number_makes_a_signed_file_invalid(desk, certificate, numbered, tmp_path):
    document = issued(desk, numbered())
    content = content_of(document)
    document.register_entry.void_reason = "Ban hành nhầm"
    document.register_entry.save()
    assert verdict(tmp_path / "x.pdf", content)["reason"] == "void"


def test_test_certificates_make_a_unit_able_to_sign(desk, numbered, settings, tmp_path):
    settings.SIGNING_DIR = tmp_path / "new"
    for _again in range(2):
        call_command("make_test_certificates", desk.unit.code, stdout=StringIO())
    assert SigningCertificate.objects.filter(active=True, seat=desk.seat).count() == 1
    document = issued(desk, numbered())
    assert verdict(tmp_path / "x.pdf", content_of(document))["valid"]
