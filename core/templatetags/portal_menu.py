"""Entries of the main menu: the plain Python behind `{% primary_nav %}`."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from django.urls import NoReverseMatch, reverse

# key, URL name, label, icon, namespaces that belong to the entry
PRIMARY_NAV = (
    ("home", "home", "Việc của tôi", "house", ()),
    ("work", "plans:assignment_list", "Công việc", "list-checks", ()),
    ("plans", "plans:plan_list", "Kế hoạch", "clipboard-list", ("plans",)),
    ("campaigns", "campaigns:campaign_list", "Chiến dịch", "megaphone", ("campaigns",)),
    ("activities", "campaigns:activity_list", "Hoạt động", "calendar-check", ()),
    ("reports", "reporting:period_list", "Báo cáo", "chart-column", ("reporting",)),
    ("documents", "documents:document_list", "Văn bản", "files", ("documents",)),
    ("units", "units:unit_list", "Đơn vị", "network", ("units",)),
)
# Pages that belong to another entry than their namespace does, by the beginning of their name.
_BY_NAME: dict[str, tuple[str, ...]] = {"activities": ("activity",), "work": ("assignment", "calendar")}
# What a phone's bottom bar shows; the rest stands behind “Thêm”.
PHONE_NAV = ("home", "work", "activities", "reports")


def url_of(name: str) -> str:
    """Address of a URL name, "" when no app gives it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def current_key(request: Any) -> str:
    """Key of the entry the request belongs to, or ""."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return ""
    for key, starts in _BY_NAME.items():
        if (match.url_name or "").startswith(starts):
            return key
    by_namespace = {space: key for key, *_rest, spaces in PRIMARY_NAV for space in spaces}
    return "home" if match.view_name == "home" else by_namespace.get(match.namespace, "")


def entries(current: str, hidden: Container[str], counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Entries that have an address and are not hidden, in order."""
    return [
        {
            "key": key,
            "url": url,
            "label": label,
            "icon": icon,
            "current": key == current,
            "count": counts.get(key, 0),
        }
        for key, name, label, icon, _spaces in PRIMARY_NAV
        if key not in hidden and (url := url_of(name))
    ]
