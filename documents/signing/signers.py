"""Where a signature comes from: one question, `signature_of(attributes)`, for every kind of key.

An answer at once (server, PKCS#11), or None: somebody outside signs, and the answer comes by hand-off
(documents.signing.services.signing.finish_hand_off).
"""

from __future__ import annotations

from typing import Any, Protocol

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.conf import settings
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from documents.signing import certificates, keys
from documents.signing.models import Device, SigningCertificate
from documents.signing.sealing import DIGEST, SigningFailed, wait_for


class Signer(Protocol):
    """Holds a private key somewhere."""

    def signature_of(self, attributes: bytes) -> bytes | None:
        """The signature of the bytes (SHA-256), or None when it comes later. Raises SigningFailed."""


class ServerSigner:
    """The key is an encrypted file of the portal."""

    def __init__(self, key_name: str) -> None:
        self._key_name = key_name

    def signature_of(self, attributes: bytes) -> bytes | None:
        try:
            key: Any = keys.load(self._key_name)
        except keys.NoKey as missing:
            raise SigningFailed(str(missing)) from missing
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(attributes, padding.PKCS1v15(), hashes.SHA256())
        return key.sign(attributes, ec.ECDSA(hashes.SHA256()))


class TokenSigner:
    """The key is in a PKCS#11 device of the server (settings.SIGNING_PKCS11: module, token, pin)."""

    def __init__(self, key_label: str, certificate: x509.Certificate) -> None:
        self._key_label = key_label
        self._certificate = certificate

    def signature_of(self, attributes: bytes) -> bytes | None:
        device = settings.SIGNING_PKCS11
        if not device.get("module"):
            raise SigningFailed(
                "Cổng chưa được nối với thiết bị ký. Hãy báo quản trị hệ thống đặt SIGNING_PKCS11_MODULE."
            )
        try:
            with open_pkcs11_session(
                device["module"], token_criteria=TokenCriteria(label=device["token"]), user_pin=device["pin"]
            ) as session:
                signer = PKCS11Signer(session, signing_cert=self._certificate, key_label=self._key_label)
                return wait_for(signer.async_sign_raw(attributes, DIGEST))
        except (PKCS11Error, OSError, RuntimeError) as error:
            raise SigningFailed(
                "Thiết bị ký không trả lời hoặc không có khóa này. Hãy kiểm tra thiết bị, mã PIN rồi ký lại."
            ) from error


class RemoteSigner:
    """The key is with the person: a USB token with the vendor's program, a phone, a signing service."""

    def signature_of(self, attributes: bytes) -> bytes | None:
        return None


def signer_for(certificate: SigningCertificate) -> Signer:
    """Who answers for the certificate."""
    if certificate.device == Device.SERVER:
        return ServerSigner(certificate.key_name)
    if certificate.device == Device.TOKEN:
        return TokenSigner(certificate.key_name, certificates.parse(certificate.pem))
    return RemoteSigner()
