"""The forms a page shows, as a browser would send them: address, and every field with its value."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

IGNORED = {"csrfmiddlewaretoken"}
NOT_SENT = {"submit", "button", "reset", "image", "file"}


@dataclass
class PageForm:
    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: set[str] = field(default_factory=set)  # radio, checkbox, select
    hidden: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[PageForm] = []
        self.open: PageForm | None = None
        self.text_of = ""
        self.select_of = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = found.get("action") or found.get("hx-post") or self.url
            self.open = PageForm(found.get("method", "get").lower(), urljoin(self.url, action))
            if "hx-post" in found:
                self.open.method = "post"
            self.forms.append(self.open)
            return
        name = found.get("name", "")
        if self.open is None or name in IGNORED:
            return
        if tag == "option" and self.select_of:
            if "selected" in found:
                self.open.fields[self.select_of] = found.get("value", "")
        elif not name:
            return
        elif tag == "textarea":
            self.open.fields[name], self.text_of = "", name
        elif tag == "select":
            self.open.fields.setdefault(name, "")
            self.open.choices.add(name)
            self.select_of = name
        elif tag == "button":
            self.open.fields.setdefault(name, found.get("value", ""))
            self.open.choices.add(name)
        elif tag == "input":
            self._take_input(name, found)

    def _take_input(self, name: str, found: dict[str, str]) -> None:
        assert self.open is not None
        kind = found.get("type", "text")
        if kind in NOT_SENT:
            return
        if kind in {"radio", "checkbox"}:
            self.open.choices.add(name)
            if "checked" in found or name not in self.open.fields:
                self.open.fields[name] = found.get("value", "on")
            return
        if kind == "hidden":
            self.open.hidden.add(name)
        self.open.fields[name] = found.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.open is not None and self.text_of:
            self.open.fields[self.text_of] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.text_of = ""
        elif tag == "select":
            self.select_of = ""


def forms_of(html: str, url: str) -> list[PageForm]:
    """Every form of the page at `url`."""
    reader = _Reader(url)
    reader.feed(html)
    return reader.forms
