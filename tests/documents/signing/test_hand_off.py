"""A key that is not on the server: a token, and what goes out to a device and comes back, late, twice or never."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from django.utils import timezone

from core.workflow import StepRefused
from documents.models import Document
from documents.services import take_step
from documents.signing import certificates, checking, queries, trust
from documents.signing.models import Device, Signature, SignatureStatus
from documents.signing.services import (
    NotSigned,
    add_certificate,
    attributes_of,
    finish_hand_off,
    retire_certificate,
    sign,
)
from documents.signing.services.portal import HAND_OFF_LASTS
from tests.documents.signing.conftest import pem_of
from tests.documents.signing.pki import pki, raw_signature

pytestmark = pytest.mark.django_db


def content_of(document: Document) -> bytes:
    return queries.newest_content(document)[0]


def check(content: bytes) -> checking.Checked:
    return checking.check_pdf(content, trust=trust.trusted())


def test_hand_off_waits_in_a_row_and_is_finished_later(desk, remote, numbered):
    document = numbered()
    waiting = sign(document, by=desk.leader)
    assert (waiting.status, document.signed_files.count()) == (SignatureStatus.PREPARED, 0)
    again = Signature.objects.get(pk=waiting.pk)
    value = raw_signature(pki().person, attributes_of(again))
    assert finish_hand_off(again, value, by=desk.leader).status == SignatureStatus.SIGNED
    assert check(content_of(document)).fault == ""


def test_wrong_answer_leaves_the_hand_off_waiting(desk, remote, numbered):
    waiting = sign(numbered(), by=desk.leader)
    with pytest.raises(NotSigned, match="không khớp"):
        finish_hand_off(waiting, raw_signature(pki().somebody_else, attributes_of(waiting)), by=desk.leader)
    waiting.refresh_from_db()
    assert waiting.status == SignatureStatus.PREPARED
    finish_hand_off(waiting, raw_signature(pki().person, attributes_of(waiting)), by=desk.leader)
    with pytest.raises(NotSigned):
        finish_hand_off(waiting, b"x", by=desk.leader)


def test_hand_off_begun_anew_ends_the_older_one(desk, remote, numbered):
    document = numbered()
    first, second = sign(document, by=desk.leader), sign(document, by=desk.leader)
    with pytest.raises(NotSigned):
        finish_hand_off(first, raw_signature(pki().person, attributes_of(first)), by=desk.leader)
    finish_hand_off(second, raw_signature(pki().person, attributes_of(second)), by=desk.leader)


def test_answer_that_comes_twice_signs_once_and_tells_so(desk, remote, numbered):
    document = numbered()
    waiting = sign(document, by=desk.leader)
    value = raw_signature(pki().person, attributes_of(waiting))
    stale = Signature.objects.get(pk=waiting.pk)
    finish_hand_off(waiting, value, by=desk.leader)
    with pytest.raises(NotSigned, match="Đã ký"):
        finish_hand_off(stale, value, by=desk.leader)
    assert document.signed_files.count() == 1


def test_answer_of_another_person_is_refused(desk, remote, numbered):
    waiting = sign(numbered(), by=desk.leader)
    value = raw_signature(pki().person, attributes_of(waiting))
    with pytest.raises(StepRefused):
        finish_hand_off(waiting, value, by=desk.registry)
    waiting.refresh_from_db()
    assert waiting.status == SignatureStatus.PREPARED


def test_answer_after_a_day_is_too_late_and_signing_begins_anew(desk, remote, numbered, monkeypatch):
    document = numbered()
    waiting = sign(document, by=desk.leader)
    value = raw_signature(pki().person, attributes_of(waiting))
    late = timezone.now() + HAND_OFF_LASTS + dt.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: late)
    with pytest.raises(NotSigned, match="bắt đầu ký lại"):
        finish_hand_off(waiting, value, by=desk.leader)
    again = sign(document, by=desk.leader)
    value = raw_signature(pki().person, attributes_of(again))
    assert finish_hand_off(again, value, by=desk.leader).status == SignatureStatus.SIGNED


@pytest.mark.parametrize("end", ["retired", "revoked"])
def test_certificate_that_ended_in_between_takes_no_answer(desk, remote, numbered, signing_dir, end):
    waiting = sign(numbered(), by=desk.leader)
    value = raw_signature(pki().person, attributes_of(waiting))
    if end == "retired":
        retire_certificate(remote, by=desk.registry)
    else:
        crl = certificates.make_crl(pki().authority, [pki().person.certificate])
        (signing_dir / "roots" / "ca.crl").write_bytes(crl)
    with pytest.raises(NotSigned, match=r"ngừng dùng|thu hồi"):
        finish_hand_off(waiting, value, by=desk.leader)


def test_document_whose_signer_never_comes_back_is_returned(desk, remote, numbered):
    document = numbered()
    waiting = sign(document, by=desk.leader)
    take_step(document, "return", by=desk.registry, note="Người ký đi vắng")
    waiting.refresh_from_db()
    assert (waiting.status, "trả lại" in waiting.refusal) == (SignatureStatus.REFUSED, True)
    with pytest.raises(NotSigned):
        finish_hand_off(waiting, raw_signature(pki().person, attributes_of(waiting)), by=desk.leader)


@pytest.mark.skipif(shutil.which("softhsm2-util") is None, reason="needs softhsm2")
def test_key_in_a_pkcs11_token_signs(desk, numbered, settings, tmp_path, monkeypatch):
    module = next(
        path for path in ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
        if Path(path).exists()
    )  # fmt: skip
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    key = tmp_path / "key.pem"
    key.write_bytes(pem_of(pki().person.key))
    run = ["softhsm2-util", "--token", "thu"]
    subprocess.run(
        [run[0], "--init-token", "--free", "--label", "thu", "--so-pin", "1234", "--pin", "5678"], check=True
    )
    subprocess.run(
        [*run, "--import", str(key), "--label", "leader", "--id", "01", "--pin", "5678"], check=True
    )
    settings.SIGNING_PKCS11 = {"module": module, "token": "thu", "pin": "5678"}
    add_certificate(pki().person.pem, device=Device.TOKEN, seat=desk.seat, key_name="leader")
    document = numbered()
    assert sign(document, by=desk.leader).status == SignatureStatus.SIGNED
    assert check(content_of(document)).fault == ""


def test_token_that_is_not_there_is_told(desk, numbered, settings):
    settings.SIGNING_PKCS11 = {"module": "/does/not/exist.so", "token": "x", "pin": "1"}
    add_certificate(pki().person.pem, device=Device.TOKEN, seat=desk.seat, key_name="leader")
    with pytest.raises(NotSigned, match="Thiết bị ký"):
        sign(numbered(), by=desk.leader)
