"""A page with every component and sample data; `python -m tests.core.gallery FOLDER` writes it to look at."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django
from django import forms
from django.core.paginator import Paginator
from django.template import Engine, RequestContext
from django.test import RequestFactory, override_settings
from django.utils import timezone

NASTY = '<script>alert("x")</script> & <b>đậm</b>'


class SampleForm(forms.Form):
    title = forms.CharField(label="Tên hoạt động", help_text="Nói ngắn: làm gì, cho ai.")
    sessions = forms.IntegerField(label="Số cuộc", widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    kind = forms.ChoiceField(label="Hình thức", choices=[("a", "Trực tiếp"), ("b", "Trực tuyến")])
    on = forms.DateField(label="Ngày", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    channels = forms.MultipleChoiceField(
        label="Kênh",
        required=False,
        choices=[("w", "Website"), ("z", "Zalo")],
        widget=forms.CheckboxSelectMultiple,
    )
    content = forms.CharField(label="Nội dung", required=False, widget=forms.Textarea)
    joint = forms.BooleanField(label="Phối hợp với đơn vị khác", required=False)


class UploadForm(forms.Form):
    file = forms.FileField(label="Minh chứng", required=False)


class SignInForm(forms.Form):
    username = forms.CharField(
        label="Tên đăng nhập", widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="Mật khẩu", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


def person() -> SimpleNamespace:
    return SimpleNamespace(is_authenticated=True, full_name="Nguyễn Thị Hoa", pk=1, username="hoa.nt")


def seats() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            pk=1, unit="Liên đoàn Lao động tỉnh Sông Hồng", post_title="Phó Trưởng ban Tuyên giáo"
        ),
        SimpleNamespace(pk=2, unit="Công đoàn phường Hòa Bình", post_title="Phó Chủ tịch"),
    ]


def rows(today: dt.date) -> list[dict[str, Any]]:
    titles = [
        (
            "Tổ chức Tháng Công nhân và Tháng hành động về an toàn, vệ sinh lao động năm 2026",
            "in_review",
            "Chờ duyệt",
            3,
        ),
        ("Tuyên truyền, phổ biến pháp luật cho công nhân khu nhà trọ", "issued", "Đã ban hành", 40),
        (NASTY, "late", "Trễ hạn", -2),
    ]
    return [
        {
            "title": title,
            "unit": "Ban Tuyên giáo",
            "status": status,
            "label": label,
            "due_on": today + dt.timedelta(days=days),
            "rate": Decimal("87.50"),
            "money": 125000000,
        }
        for title, status, label, days in titles
    ]


def context() -> dict[str, Any]:
    today = timezone.localdate()
    form = SampleForm({"title": "", "sessions": "mười", "kind": "a"})
    return {
        "heading": "Kế hoạch Tháng Công nhân năm 2026",
        "user": person(),
        "seat": seats()[0],
        "seats": seats(),
        "nav_counts": {"home": 5},
        "device_owner": "0123456789abcdef01234567",
        "nav_current": "plans",
        "due_on": today + dt.timedelta(days=2),
        "at": timezone.now(),
        "note": NASTY,
        "rows": rows(today),
        "form": form,
        "upload": UploadForm(),
        "page_obj": Paginator(range(1234), 25).page(7),
        "stages": [
            ("draft", "Soạn thảo"),
            ("in_review", "Chờ duyệt"),
            ("approved", "Đã duyệt"),
            ("issued", "Ban hành"),
        ],
        "bars_rows": [
            ("Công đoàn phường Hòa Bình", 1250),
            ("Công đoàn ngành Giáo dục", 830, "/x"),
            ("Công đoàn các khu công nghiệp", 95, "", "danger"),
        ],
    }


def render(name: str, values: dict[str, Any], path: str = "/plans/?q=an&page=7") -> str:
    """Page of the templates folder or of this folder as HTML."""
    real = Engine.get_default()
    # The sample person has no seats in the database, so the portal's context processors stay out.
    engine = Engine(
        dirs=[str(Path(__file__).parent), *map(str, real.dirs)],
        libraries=real.libraries,
        string_if_invalid=real.string_if_invalid,
        loaders=[
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
        ],
        context_processors=["django.template.context_processors.request"],
    )
    page = RequestContext(
        RequestFactory().get(path),
        {"user": SimpleNamespace(is_authenticated=False), "messages": [], **values},
    )
    with override_settings(ROOT_URLCONF="tests.core.gallery_urls"):
        return str(engine.get_template(name).render(page))


def pages() -> dict[str, str]:
    bad = SignInForm({"username": "hoa", "password": ""})
    return {
        "gallery": render("gallery.html", context()),
        "sign_in": render("units/sign_in.html", {"form": SignInForm(), "next": ""}),
        "sign_in_error": render("units/sign_in.html", {"form": bad, "next": "/x"}),
        "404": render("404.html", {}),
        "403": render("403.html", {"exception": "Chỉ văn thư được cấp số."}),
        "500": render("500.html", {}),
    }


if __name__ == "__main__":
    django.setup()
    folder = Path(sys.argv[1])
    for page_name, html in pages().items():
        (folder / f"{page_name}.html").write_text(html, "utf-8")
