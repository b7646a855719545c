"""What a person's own device may keep: under which name, and which pages (docs/decisions, “Làm việc khi mất mạng”)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

KEEP_HEADER = "X-Keep-Offline"


def device_owner(user: Any) -> str:
    """The name under which a device keeps what belongs to this person; the same after every sign-in, "" for nobody."""
    return salted_hmac("units.device_owner", str(user.pk)).hexdigest()[:24] if user.is_authenticated else ""


def kept_offline(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page may be kept on the device of the person who opened it, to be used without a line."""

    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if request.method == "GET" and answer.status_code == 200:
            answer.headers[KEEP_HEADER] = device_owner(request.user)
        return answer

    return keeping
