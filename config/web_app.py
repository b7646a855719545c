"""The portal as a web app that works without a line: manifest, service worker, page of what waits on the device."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from units.devices import device_owner

# What the page of waiting work needs when nothing else can be reached.
SHELL = (
    "vendor/bootstrap/bootstrap.min.css", "css/tokens.css", "css/portal.css", "css/forms.css", "css/components.css",
    "css/print.css", "css/plain.css", "css/offline.css", "img/logo.svg", "img/icon-192.png",
    "vendor/be-vietnam-pro/be-vietnam-pro-latin-400.woff2", "vendor/be-vietnam-pro/be-vietnam-pro-vietnamese-400.woff2",
    "vendor/be-vietnam-pro/be-vietnam-pro-latin-600.woff2", "vendor/be-vietnam-pro/be-vietnam-pro-vietnamese-600.woff2",
    "vendor/lucide/icons.svg",
    "js/offline/main.js", "js/offline/store.js", "js/offline/outbox.js", "js/offline/sending.js", "js/offline/panel.js",
)  # fmt: skip
WORKER = "js/offline/worker.js"


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the portal among its apps."""
    content = {
        "name": "Nhịp Cầu – kế hoạch, chiến dịch, báo cáo công đoàn", "short_name": "Nhịp Cầu", "lang": "vi", "id": "/",
        "description": "Ghi hoạt động, nhập báo cáo, kể cả khi mất mạng.", "start_url": "/", "scope": "/",
        "display": "standalone", "background_color": "#ffffff", "theme_color": "#0b4ea2",
        "icons": [
            {"src": static("img/logo.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {"src": static("img/icon-maskable.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
        "shortcuts": [
            {"name": "Ghi hoạt động", "url": reverse("campaigns:activity_new")},
            {"name": "Báo cáo", "url": reverse("reporting:period_list")},
            {"name": "Chưa gửi", "url": reverse("waiting")},
        ],
    }  # fmt: skip
    return HttpResponse(json.dumps(content, ensure_ascii=False), content_type="application/manifest+json")


@never_cache
@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """From the root, so that it may answer for every page; another text with every change of a file it keeps."""
    what = {
        "version": _version(), "files": [static(name) for name in SHELL], "waiting": reverse("waiting"),
        "device": reverse("device"), "signIn": reverse("units:sign_in"), "signOut": reverse("units:sign_out"),
    }  # fmt: skip
    text = f'import {{ start }} from "{static(WORKER)}";\n\nstart({json.dumps(what, indent=2)});\n'
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@never_cache
@require_GET
def device(request: HttpRequest) -> JsonResponse:
    """Who is signed in here, asked by a device before it sends; its answer is also the proof of a working line."""
    answer: dict[str, Any] = {"owner": device_owner(request.user), "csrf": get_token(request)}
    return JsonResponse(answer)


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """A shell without any person's data: the device fills in what waits on it for the person it belongs to."""
    return render(request, "offline/waiting.html")


def _version() -> str:
    return _hash_of_files() if not settings.WHITENOISE_AUTOREFRESH else _hash_of_files.__wrapped__()


@lru_cache(maxsize=1)
def _hash_of_files() -> str:
    """One hash over all files the worker keeps, twelve hexadecimal digits."""
    total = hashlib.sha256()
    for name in (*SHELL, WORKER):
        found = finders.find(name)
        total.update(Path(str(found)).read_bytes() if found else name.encode())
    return total.hexdigest()[:12]
