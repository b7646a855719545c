"""Keys the server holds: one encrypted file each below var/signing/keys, never in the database or the repository."""

from __future__ import annotations

import base64
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")


class NoKey(LookupError):
    """The key's file is missing or does not open; str() is the Vietnamese message."""


def store(name: str, key: Any) -> None:
    """Write the private key under the name, encrypted, readable by the portal's account only."""
    content = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(_password()),
    )  # fmt: skip
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, delete=False) as draft:
        draft.write(content)
    os.replace(draft.name, path)


def load(name: str) -> Any:
    """The private key. Raises NoKey."""
    try:
        return serialization.load_pem_private_key(_path(name).read_bytes(), _password())
    except (OSError, ValueError) as error:
        raise NoKey(
            "Không mở được khóa ký trên máy chủ. Hãy báo quản trị hệ thống: tệp khóa bị thiếu hoặc SIGNING_SECRET đã đổi."
        ) from error


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise NoKey("Tên khóa không hợp lệ.")
    return Path(settings.SIGNING_DIR) / "keys" / f"{name}.pem"


def _password() -> bytes:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"portal signing keys")
    return base64.b64encode(derived.derive((settings.SIGNING_SECRET or settings.SECRET_KEY).encode()))
