"""A certificate authority, people with certificates and a time-stamp server for the tests, all on this machine."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import crl, keys, tsp
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from documents.pages import Heading, Line, Paper, SignatureBlock
from documents.pdf import render_pdf
from documents.signing import appearance, certificates, pictures, sealing
from documents.signing.certificates import Pair
from documents.signing.sealing import Trust

SIGNER, ORGANISATION = "Trần Ngọc Ánh", "Liên đoàn Lao động tỉnh Mẫu Sơn"
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Pki:
    authority: Pair
    person: Pair
    organisation: Pair
    stranger: Pair  # of an authority nobody trusts
    somebody_else: Pair  # of the trusted one
    stamper: Pair

    @property
    def trust(self) -> Trust:
        revoked = crl.CertificateList.load(certificates.make_crl(self.authority))
        return Trust([certificates.parse(self.authority.pem)], crls=[revoked])


@cache
def pki() -> Pki:
    """Made once a process, with shorter keys than real ones: six of 3,072 bits take seconds."""
    certificates.KEY_BITS = 2048
    authority, other = certificates.make_authority("CA thử"), certificates.make_authority("CA lạ")
    make = certificates.make_certificate
    return Pki(
        authority, person=make(authority, SIGNER), organisation=make(authority, ORGANISATION),
        stranger=make(other, SIGNER), somebody_else=make(authority, "Hoàng Văn Khác"),
        stamper=make(authority, "TSA thử", for_timestamps=True),
    )  # fmt: skip


@cache
def paper_pdf(text: str = "Nội dung thử nghiệm của văn bản.", pages: int = 1) -> bytes:
    """A paper of our own making."""
    lines = tuple(Line(f"b{n}", "paragraph", "", text) for n in range(30 * (pages - 1) + 1))
    paper = Paper(
        document_type="KẾ HOẠCH", abstract="Tuyên truyền pháp luật",
        heading=Heading("", ORGANISATION, 5, "KH-LĐLĐ", "Mẫu Sơn", NOW.date()),
        lines=lines, signature=SignatureBlock(("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"), name=SIGNER),
    )  # fmt: skip
    return render_pdf(paper, attachment=b"{}", attachment_name="van-ban.json", created_at=NOW).content


def raw_signature(pair: Pair, data: bytes) -> bytes:
    return pair.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def signed(pdf: bytes, pair: Pair, *, field: str = "ChuKy", look: appearance.Look | None = None) -> bytes:
    """The file signed by the pair, as a program elsewhere would."""
    certificate = certificates.parse(pair.pem)
    name = certificates.common_name(certificate)
    look = look or appearance.hand_signature(
        pdf, picture=pictures.specimen_signature(name), name=name, at=NOW
    )
    prepared = sealing.prepare(pdf, field=field, name=name, certificate=certificate, look=look)
    return sealing.finish(prepared, raw_signature(pair, prepared.attributes), certificate=certificate)


def key_of(pair: Pair) -> keys.PrivateKeyInfo:
    der = pair.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return keys.PrivateKeyInfo.load(der)


@contextmanager
def timestamp_server(junk: bytes = b"") -> Iterator[str]:
    """A time-stamp authority (RFC 3161) that listens on this machine, or one that answers `junk`; gives its address."""
    found = pki()
    stamper = DummyTimeStamper(
        certificates.parse(found.stamper.pem), key_of(found.stamper),
        certs_to_embed=[certificates.parse(found.authority.pem)],
    )  # fmt: skip

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            content = junk or stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
