"""Certificates: read, matched with a person's name, and made for a demonstration (never for real papers)."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import crl as asn1_crl
from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from core.vietnamese import fold, nfc

KEY_BITS = 3072
VALID_FOR = dt.timedelta(days=2 * 365)
CA_VALID_FOR = dt.timedelta(days=10 * 365)


@dataclass(frozen=True)
class Pair:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


# --- reading


def parse(pem: str | bytes) -> asn1_x509.Certificate:
    """The certificate as pyHanko wants it, from PEM or DER. Raises ValueError."""
    data = pem.encode("ascii") if isinstance(pem, str) else pem
    if asn1_pem.detect(data):
        _name, _headers, data = asn1_pem.unarmor(data)
    return asn1_x509.Certificate.load(data, strict=True)


def as_cryptography(pem: bytes) -> x509.Certificate:
    """The same for the library that makes certificates."""
    return x509.load_pem_x509_certificate(pem)


def read_folder(folder: Path | None) -> list[asn1_x509.Certificate]:
    """All certificates (*.pem, *.crt, *.cer) in the folder, by file name."""
    return [parse(path.read_bytes()) for path in _files(folder, "*.pem", "*.crt", "*.cer")]


def read_crls(folder: Path | None) -> list[asn1_crl.CertificateList]:
    """The revocation lists (*.crl, DER) in the folder."""
    return [asn1_crl.CertificateList.load(path.read_bytes()) for path in _files(folder, "*.crl")]


def _files(folder: Path | None, *patterns: str) -> Iterable[Path]:
    if folder is None or not folder.is_dir():
        return []
    return sorted(path for pattern in patterns for path in folder.glob(pattern))


def common_name(certificate: asn1_x509.Certificate) -> str:
    """The holder's name (CN) in NFC; empty when the subject has none."""
    value = certificate.subject.native.get("common_name", "")
    return nfc(value if isinstance(value, str) else value[-1])


def valid_at(certificate: asn1_x509.Certificate, moment: dt.datetime) -> bool:
    return bool(certificate.not_valid_before <= moment <= certificate.not_valid_after)


def names_match(in_certificate: str, full_name: str) -> bool:
    """The same person by name: letter for letter, or without accents when the certificate was made without any."""
    written, meant = _plain(in_certificate), _plain(full_name)
    if written == meant:
        return bool(meant)
    has_no_accents = unicodedata.normalize("NFD", written) == written and "đ" not in written
    return bool(meant) and has_no_accents and written == fold(meant)


def _plain(name: str) -> str:
    return " ".join(nfc(name).casefold().split())


# --- made for a demonstration


def make_authority(name: str) -> Pair:
    """A certificate authority of one's own, for a demonstration or a test."""
    key = _new_key()
    subject = _name(name)
    made = (
        _builder(subject, subject, key, CA_VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Pair(made.sign(key, hashes.SHA256()), key)


def make_certificate(
    authority: Pair, name: str, *, organisation: str = "", title: str = "",
    begins: dt.datetime | None = None, ends: dt.datetime | None = None, for_timestamps: bool = False,
) -> Pair:  # fmt: skip
    """A certificate of the authority for a person, an organisation or a time-stamp server."""
    key = _new_key()
    builder = _builder(
        _name(name, organisation, title), authority.certificate.subject, key, VALID_FOR, begins, ends
    )
    made = (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage("digital_signature", "content_commitment"), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if for_timestamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Pair(made.sign(authority.key, hashes.SHA256()), key)


def make_crl(authority: Pair, revoked: Sequence[x509.Certificate] = ()) -> bytes:
    """The authority's revocation list (DER), valid for a year."""
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(now - dt.timedelta(hours=1))
        .next_update(now + dt.timedelta(days=365))
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    for one in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(one.serial_number)
        builder = builder.add_revoked_certificate(entry.revocation_date(now - dt.timedelta(hours=1)).build())
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def _name(name: str, organisation: str = "", title: str = "") -> x509.Name:
    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organisation), (NameOID.TITLE, title),
             (NameOID.COMMON_NAME, name)]  # fmt: skip
    return x509.Name([x509.NameAttribute(kind, _short(value)) for kind, value in parts if value])


def _short(value: str) -> str:
    """X.520 lets a name have 64 characters, the library 64 bytes."""
    return value.encode()[:64].decode(errors="ignore")


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, lasts: dt.timedelta,
    begins: dt.datetime | None = None, ends: dt.datetime | None = None,
) -> x509.CertificateBuilder:  # fmt: skip
    begins = begins or dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends or begins + lasts)
    )


def _usage(*granted: str) -> x509.KeyUsage:
    every = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")  # fmt: skip
    return x509.KeyUsage(**{name: name in granted for name in every})
