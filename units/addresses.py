"""From which address somebody asks, behind proxies or not."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache

SECONDS = 60
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(meta: Mapping[str, Any]) -> str:
    """The right-most address that no trusted proxy speaks for (settings.TRUSTED_PROXIES); `meta` is request.META.

    What stands further left in X-Forwarded-For was written by the client itself, so it is never believed. Without
    trusted proxies, or when the header says no address, the answer is the address of the connection.
    """
    nearest = str(meta.get("REMOTE_ADDR", ""))
    told = [part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
    proxies = settings.TRUSTED_PROXIES
    if isinstance(proxies, int):
        # Each proxy adds one entry: that of the outermost one names the client.
        found = _read(told[-proxies]) if 0 < proxies <= len(told) else None
        return str(found) if found else nearest
    client = nearest
    for hop in reversed(told):
        at = _read(client)
        if at is None or not any(at in network for network in proxies):
            break
        if _read(hop) is None:
            break
        client = str(_read(hop))
    return client


def too_often(meta: Mapping[str, Any], purpose: str, *, a_minute: int) -> bool:
    """Count one more request for this purpose from the client's address; whether it is more than so many a minute."""
    key = f"{purpose}:{client_address(meta)}"
    cache.add(key, 0, SECONDS)
    try:
        return bool(cache.incr(key) > a_minute)
    except ValueError:  # the minute ended in between
        return False


def _read(text: str) -> Address | None:
    """203.0.113.7, 203.0.113.7:5060, [2001:db8::1]:443, ::ffff:203.0.113.7; None for anything else."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
