"""A signature with a key of the server on a plan of ten pages, against the 150 ms that a signer is asked to wait (DESIGN 8).

Ours draws hand signature and words by the decree into the room that the layout left. Beside it, for comparison: pyHanko
signing the same file in one call without any look, and OpenSSL signing it as a detached CMS in a process of its own.
All three use the same RSA-3072 key; before the clock starts, each signature is checked.
"""

from __future__ import annotations

import datetime as dt
import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import plan_pdf
from bench._table import print_table, verdict

KEEP = 1.0
BUDGET = 0.150
ROUNDS = 15
NAME = "Lường Thị Ban"
OURS, BARE, OPENSSL = (
    "prepare, sign and finish, with look",
    "pyHanko in one call, no look",
    "openssl cms, detached",
)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-sign-") as folder:
        return _measure(Path(folder))


def _measure(folder: Path) -> int:
    plan_pdf._set_up(folder)
    variants = _variants(folder)
    for name, sign in variants.items():
        _check(name, sign(), folder)
    seconds: dict[str, list[float]] = {name: [] for name in variants}
    for _round in range(ROUNDS):
        for name, sign in variants.items():
            started = time.perf_counter()
            sign()
            seconds[name].append(time.perf_counter() - started)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    print_table(
        f"One signature on a plan of ten pages, median of {ROUNDS} in turns; a signer is asked to wait {_ms(BUDGET)} ms",
        ["", "ms", "slowest ms"],
        [[name, _ms(medians[name]), _ms(max(times))] for name, times in seconds.items()],
    )
    return verdict(medians[OURS] / BUDGET, KEEP)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


def _variants(folder: Path) -> dict[str, Callable[[], bytes]]:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding

    from documents.pdf import render_pdf
    from documents.signing import appearance, certificates, pictures, sealing

    authority = certificates.make_authority("CA")
    pair = certificates.make_certificate(authority, NAME)
    certificate = certificates.parse(pair.pem)
    pdf = render_pdf(
        plan_pdf._paper(), attachment=b"{}", attachment_name="ke-hoach.json", created_at=plan_pdf.CREATED_AT
    ).content
    picture = pictures.specimen_signature(NAME)
    key = pair.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for name, content in {
        "ca.pem": authority.pem.encode(),
        "cert.pem": pair.pem.encode(),
        "key.pem": key,
        "plan.pdf": pdf,
    }.items():
        (folder / name).write_bytes(content)

    def ours() -> bytes:
        look = appearance.hand_signature(pdf, picture=picture, name=NAME, at=dt.datetime.now(dt.UTC))
        prepared = sealing.prepare(pdf, field="ChuKy", name=NAME, certificate=certificate, look=look)
        value = pair.key.sign(prepared.attributes, padding.PKCS1v15(), hashes.SHA256())
        return sealing.finish(prepared, value, certificate=certificate)

    return {OURS: ours, BARE: _bare(folder, pdf), OPENSSL: lambda: _openssl(folder)}


def _bare(folder: Path, pdf: bytes) -> Callable[[], bytes]:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

    signer: Any = SimpleSigner.load(str(folder / "key.pem"), str(folder / "cert.pem"))
    metadata = PdfSignatureMetadata(
        field_name="ChuKy", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )

    def sign() -> bytes:
        made: Any = sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, signer=signer)
        return bytes(made.getvalue())

    return sign


def _openssl(folder: Path) -> bytes:
    command = ["openssl", "cms", "-sign", "-binary", "-md", "sha256", "-outform", "DER", "-signer", "cert.pem",
               "-inkey", "key.pem", "-in", "plan.pdf"]  # fmt: skip
    return subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout


def _check(name: str, made: bytes, folder: Path) -> None:
    """Each signature is good before it is timed."""
    from documents.signing import certificates, checking, sealing

    if name == OPENSSL:
        (folder / "made.der").write_bytes(made)
        command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "made.der", "-content", "plan.pdf",
                   "-CAfile", "ca.pem", "-purpose", "any", "-out", "/dev/null"]  # fmt: skip
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        return
    trust = sealing.Trust([certificates.parse((folder / "ca.pem").read_bytes())])
    found = checking.check_pdf(made, trust=trust)
    if found.fault:
        sys.exit(f"{name}: {found.fault}")


if __name__ == "__main__":
    sys.exit(main())
