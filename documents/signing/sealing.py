"""PDF signatures (PAdES) in two steps, so that the key may be anywhere: prepare → somebody signs → finish.

Then, in a job: validation data and a time stamp on the whole file (B-LT), as a further revision. Every step only
appends: what was signed stays, byte for byte, the beginning of the new file.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import threading
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from asn1crypto import cms, crl, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument, TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.signing.appearance import Look

DIGEST = "sha256"
Answer = TypeVar("Answer")


class SigningFailed(Exception):
    """No signature came about; str() is the Vietnamese message."""


class TimeStampUnreachable(SigningFailed):
    """The time-stamp server did not answer, or not properly."""


@dataclass(frozen=True)
class Trust:
    """Whom the portal trusts: roots, certificates between them and the signers, revocation lists."""

    roots: Sequence[x509.Certificate]
    others: Sequence[x509.Certificate] = ()
    crls: Sequence[crl.CertificateList] = ()

    def context(self, moment: dt.datetime | None = None) -> ValidationContext:
        """For one validation: nothing is fetched, a list that is at hand is obeyed."""
        return ValidationContext(
            trust_roots=list(self.roots), other_certs=list(self.others), crls=list(self.crls), allow_fetching=False,
            moment=moment, best_signature_time=moment, revocation_mode="soft-fail",
        )  # fmt: skip

    def revoked(self, certificate: x509.Certificate) -> bool:
        """Listed as revoked by its issuer. pyHanko looks only at lists that the certificate itself names."""
        return any(
            entry["user_certificate"].native == certificate.serial_number
            for one in self.crls
            if one.issuer == certificate.issuer
            for entry in one["tbs_cert_list"]["revoked_certificates"]
        )


@dataclass(frozen=True)
class Prepared:
    """A file with room for the signature, and what is to be signed for it."""

    pdf: bytes
    digest: bytes
    region: tuple[int, int]
    attributes: bytes  # DER; their SHA-256 is what a card or a service signs


def prepare(
    pdf: bytes, *, field: str, name: str, certificate: x509.Certificate, chain: Sequence[x509.Certificate] = (),
    look: Look, reason: str = "", place: str = "",
) -> Prepared:  # fmt: skip
    """Append a signature field with its look and an empty signature of the certificate's holder."""
    signer = _external(certificate, chain, b"")
    metadata = PdfSignatureMetadata(
        field_name=field, name=name, reason=reason or None, location=place or None, md_algorithm=DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
    )  # fmt: skip
    spec = fields.SigFieldSpec(field, on_page=look.box.page, box=look.box.corners)
    pdf_signer = PdfSigner(metadata, signer=signer, stamp_style=look.style(), new_field_spec=spec)

    async def work() -> Prepared:
        file = IncrementalPdfFileWriter(io.BytesIO(pdf))
        out: Any
        digest, _document, out = await pdf_signer.async_digest_doc_for_signing(file)
        attributes = await signer.signed_attrs(digest.document_digest, DIGEST, use_pades=True)
        return Prepared(
            out.getvalue(), digest.document_digest, (digest.reserved_region_start, digest.reserved_region_end),
            attributes.dump(),
        )  # fmt: skip

    return wait_for(work())


def finish(
    prepared: Prepared,
    signature: bytes,
    *,
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate] = (),
) -> bytes:
    """The signed file (PAdES B-B). Raises SigningFailed when `signature` is not the certificate's for this file."""
    check_signature(signature, prepared.attributes, certificate)
    signer = _external(certificate, chain, signature)
    digest = PreparedByteRangeDigest(
        document_digest=prepared.digest, reserved_region_start=prepared.region[0], reserved_region_end=prepared.region[1]
    )  # fmt: skip

    async def work() -> bytes:
        attributes = cms.CMSAttributes.load(prepared.attributes)
        made = await signer.async_sign_prescribed_attributes(DIGEST, signed_attrs=attributes)
        out = io.BytesIO(prepared.pdf)
        await PdfTBSDocument.async_finish_signing(out, digest, made)
        return out.getvalue()

    return wait_for(work())


def check_signature(signature: bytes, data: bytes, certificate: x509.Certificate) -> None:
    """Raises SigningFailed unless the certificate's key signed the data (SHA-256 with RSA PKCS#1 v1.5, or ECDSA)."""
    key = load_der_x509_certificate(certificate.dump()).public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            raise SigningFailed(
                "Chứng thư dùng thuật toán chưa được hỗ trợ. Hãy dùng chứng thư RSA hoặc ECDSA."
            )
    except InvalidSignature as wrong:
        raise SigningFailed(
            "Chữ ký nhận được không khớp với văn bản hoặc với chứng thư đã chọn. Hãy ký lại đúng tệp đã tải."
        ) from wrong


def lengthen(pdf: bytes, *, trust: Trust, timestamper: TimeStamper) -> bytes:
    """Append validation data of every signature and a time stamp of the whole file: PAdES B-LT.

    The certificates were judged before; here they are only collected. Raises TimeStampUnreachable.
    """

    async def work() -> bytes:
        content = pdf
        for at in range(len(PdfFileReader(io.BytesIO(content)).embedded_regular_signatures)):
            signature = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures[at]
            out = io.BytesIO()
            await async_add_validation_info(signature, trust.context(), output=out)
            content = out.getvalue()
        stamper = PdfTimeStamper(timestamper)
        file = IncrementalPdfFileWriter(io.BytesIO(content))
        # What proves the server's certificate goes in first, so that the stamp covers the whole file.
        before = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
        out = await stamper.async_timestamp_pdf(
            file, DIGEST, validation_context=trust.context(), dss_settings=before
        )
        return out.getvalue()

    try:
        return wait_for(work())
    except (TimestampRequestError, OSError, TimeoutError) as error:
        raise TimeStampUnreachable("Máy chủ dấu thời gian không trả lời. Hệ thống sẽ tự thử lại.") from error
    except (ValueError, TypeError, PathError, ValidationError) as error:
        raise TimeStampUnreachable(
            "Máy chủ dấu thời gian trả lời không đúng, hoặc chứng thư trong tệp hay của máy chủ đó chưa được cổng tin cậy. "
            "Hệ thống sẽ tự thử lại; nếu vẫn lỗi, hãy báo quản trị xem lại SIGNING_TSA_URL và thư mục roots."
        ) from error


def _external(
    certificate: x509.Certificate, chain: Sequence[x509.Certificate], signature: bytes
) -> ExternalSigner:
    store = SimpleCertificateStore()
    store.register_multiple([*chain, certificate])
    size = certificate.public_key.byte_size if certificate.public_key.algorithm == "rsa" else 144
    return ExternalSigner(certificate, store, signature_value=signature or bytes(size), embed_roots=False)


def wait_for(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Run pyHanko's coroutine to its end, also where the thread has an event loop running already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    answers: list[Any] = []

    def run() -> None:
        try:
            answers.append(asyncio.run(work))
        except BaseException as error:
            answers.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if isinstance(answers[0], BaseException):
        raise answers[0]
    return answers[0]
