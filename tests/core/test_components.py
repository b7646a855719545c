"""Every component with sample data: what reaches the browser is safe, labelled and free of inline code."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from core.templatetags import portal, portal_menu, portal_tones
from tests.core import gallery

pytestmark = pytest.mark.urls("tests.core.gallery_urls")


class Page(HTMLParser):
    """Start tags with attributes, and the ids of a page."""

    VOID = {"meta", "link", "img", "input", "br", "use", "rect", "hr"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")

    def having(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [a for t, a in self.tags if t == tag and wanted.items() <= a.items()]


@pytest.fixture(scope="module")
def html() -> dict[str, str]:
    return gallery.pages()


@pytest.fixture(params=["gallery", "sign_in", "sign_in_error", "404", "403", "500"])
def page(request: pytest.FixtureRequest, html: dict[str, str]) -> Page:
    return Page(html[request.param])


def show(source: str, **values: object) -> str:
    request = RequestFactory().get("/x/?q=an&page=2")
    return Template("{% load portal %}" + source).render(Context({"request": request, **values}))


def test_no_inline_script_style_or_handler(page: Page) -> None:
    for tag, attributes in page.tags:
        assert tag != "style"
        assert tag != "script" or attributes.get("src")
        assert not [
            name for name in attributes if name == "style" or (name.startswith("on") and name != "on")
        ]


def test_nothing_comes_from_another_host(page: Page) -> None:
    for tag, attributes in page.tags:
        for name in ("src", "href"):
            value = attributes.get(name) or ""
            assert not value.startswith(("http:", "https:", "//")), (tag, value)


def test_tags_are_closed_in_order(page: Page) -> None:
    assert page.wrong == []
    assert page.open == []


def test_one_h1_one_main_and_a_skip_link_to_it(page: Page) -> None:
    assert len(page.having("h1")) == 1
    assert len(page.having("main", id="content")) == 1
    links = [a for a in page.having("a")]
    assert links[0]["href"] == "#content"
    assert page.having("html", lang="vi")


def test_ids_are_unique_and_every_label_has_its_field(page: Page) -> None:
    ids = [a["id"] for _tag, a in page.tags if a.get("id")]
    assert len(ids) == len(set(ids))
    for label in page.having("label"):
        assert label.get("for") in ids


def test_static_files_and_icons_exist(page: Page) -> None:
    prefix = f"/{settings.STATIC_URL.strip('/')}/"
    for _tag, attributes in page.tags:
        value = attributes.get("href") or attributes.get("src") or ""
        if not value.startswith(prefix):
            continue
        path, _, symbol = value.removeprefix(prefix).partition("#")
        found = finders.find(path)
        assert found, value
        if symbol:
            with open(str(found), encoding="utf-8") as sprite:
                assert f'id="{symbol}"' in sprite.read(), symbol


def test_what_people_write_is_escaped(html: dict[str, str]) -> None:
    assert gallery.NASTY not in html["gallery"]
    assert html["gallery"].count("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;") == 2


@pytest.mark.parametrize(
    "source",
    [
        "{% status_badge bad bad %}",
        "{% fact bad bad %}",
        "{% stat bad bad note=bad %}",
        "{% breadcrumbs bad '/' bad %}",
        "{% empty_state bad bad url='/' action=bad %}",
        "{% event bad by=bad note=bad %}",
        "{% tab bad '/' count=bad %}",
        "{% step_button '/' bad note='optional' confirm=bad field=bad %}",
        "{% figure bad url='/' label=bad %}",
        "{% card title=bad %}{{ bad }}{% endcard %}",
        "{% notice title=bad %}{{ bad }}{% endnotice %}",
        "{% tree_item bad '/' children_url='/c' note=bad code=bad %}",
        "{% data_table bad %}{% enddata_table %}",
        "{% search_toolbar label=bad %}{% endsearch_toolbar %}",
        "{% icon 'x' bad %}",
        "{% progress 1 2 label=bad note=bad %}",
        "{{ bad|vi_number }}",
        "{{ bad|vi_money }}",
        "{{ bad|official_percent }}",
    ],
)
def test_each_tag_escapes_its_arguments(source: str) -> None:
    out = show(source, bad=gallery.NASTY)
    assert "&lt;script&gt;" in out
    assert "<script" not in out


def test_every_letter_is_nfc(html: dict[str, str]) -> None:
    for text in html.values():
        assert unicodedata.is_normalized("NFC", text)


def test_menu_marks_where_one_is(html: dict[str, str]) -> None:
    page = Page(html["gallery"])
    assert page.having("a", aria_current="page", href=portal_menu.url_of("plans:plan_list"))


def test_menu_leaves_out_what_is_hidden_or_has_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        portal_menu,
        "PRIMARY_NAV",
        (
            ("home", "no_such_view", "Không có", "house", ()),
            ("plans", "plans:plan_list", "Kế hoạch", "x", ()),
        ),
    )
    assert "Không có" not in show("{% primary_nav %}")
    assert "Kế hoạch" not in show("{% primary_nav %}", nav_hidden={"plans"})


def test_phone_menu_holds_every_entry(html: dict[str, str]) -> None:
    _desktop, phone = html["gallery"].split('class="nc-tabbar"')
    phone = phone.split("</nav>")[0]
    for _key, _name, label, *_rest in portal_menu.PRIMARY_NAV:
        assert label in phone


def test_pages_keep_the_search() -> None:
    out = show("{% pagination page %}", page=Paginator(range(100), 10).page(3))
    assert 'href="?q=an&amp;page=4"' in out
    assert "Từ 21 đến 30 trong 100" in out


def test_a_single_page_has_no_links() -> None:
    assert show("{% pagination page %}", page=Paginator(range(3), 10).page(1)).strip() == ""


def test_summary_links_to_the_wrong_field() -> None:
    form = gallery.SampleForm({"title": "", "sessions": "mười", "kind": "a"})
    lines = portal_tones.error_lines(form)
    assert {"id_title", "id_sessions"} == {line["target"] for line in lines}
    assert all(line["label"] for line in lines)
    assert portal_tones.error_lines(gallery.SampleForm()) == []


def test_summary_says_the_row_of_a_formset() -> None:
    from django.forms import formset_factory

    rows = formset_factory(gallery.SampleForm, extra=0)(
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            "form-0-title": "a",
            "form-0-sessions": "1",
            "form-0-kind": "a",
            "form-1-title": "b",
            "form-1-sessions": "x",
            "form-1-kind": "a",
        }
    )
    (line,) = portal_tones.error_lines(rows)
    assert line["label"] == "Dòng 2: Số cuộc"
    assert line["target"] == "id_form-1-sessions"


def test_step_button_posts_with_token_and_hidden_fields() -> None:
    page = Page(show('{% step_button "/go/" "Trả lại" note="required" version=7 %}', csrf_token="t" * 32))
    (form,) = page.having("form")
    assert (form["method"], form["action"]) == ("post", "/go/")
    assert page.having("input", name="version", value="7")
    assert page.having("input", name="csrfmiddlewaretoken", value="t" * 32)
    assert "required" in page.having("textarea", name="note")[0]


def test_progress_without_an_end_has_no_value() -> None:
    assert "value" not in Page(show("{% progress None %}")).having("progress")[0]
    assert Page(show("{% progress 1.5 3 %}")).having("progress")[0]["value"] == "1.5"


def test_bars_take_the_share_of_the_longest() -> None:
    out = show("{% bars rows %}", rows=[("A", 200), ("B", 50), ("C", None)])
    assert re.findall(r'nc-bar-fill" width="([\d.]+)"', out) == ["100.0", "25.0", "0.0"]


def test_bars_of_nothing_are_empty() -> None:
    assert "<li>" not in show("{% bars rows %}", rows=[])


def test_stepper_knows_what_is_done() -> None:
    out = portal.stepper([("a", "A"), ("b", "B"), ("c", "C")], "b")["steps"]
    assert [step["state"] for step in out] == ["done", "current", "ahead"]


@pytest.mark.parametrize(
    ("value", "tone"), [("returned", "warning"), ("issued", "success"), ("nothing known", "muted")]
)
def test_tone_follows_the_state(value: str, tone: str) -> None:
    assert f"nc-badge-{tone}" in portal.status_badge(value, "x")


def test_no_state_has_two_tones() -> None:
    states = [state for group in portal_tones.TONES.values() for state in group.split()]
    assert len(states) == len(set(states))


def test_finished_work_is_not_late() -> None:
    on = gallery.context()["due_on"].replace(year=2020)
    assert "trễ" in show("{% due on %}", on=on)
    assert "trễ" not in show("{% due on done=True %}", on=on)


def test_seat_switcher_marks_the_active_seat(html: dict[str, str]) -> None:
    page = Page(html["gallery"])
    buttons = page.having("button", name="seat")
    assert [b.get("aria-current") for b in buttons] == ["true", None]


def test_a_visitor_gets_no_menu() -> None:
    values = {**gallery.context(), "user": SimpleNamespace(is_authenticated=False)}
    assert "nc-tabbar" not in gallery.render("gallery.html", values)


def test_first_load_stays_small(html: dict[str, str]) -> None:
    """Files of a first visit, compressed as they travel (DESIGN 7: below 150 kB)."""
    import gzip

    total = len(gzip.compress(html["gallery"].encode()))
    wanted = {
        (a.get("href") or a.get("src") or "").partition("#")[0]
        for tag, a in Page(html["gallery"]).tags
        # A phone fetches the touch icon when the portal is put on its first screen, not when a page opens.
        if tag in {"link", "script", "img", "use"} and a.get("rel") != "apple-touch-icon"
    }
    wanted |= {
        f"{settings.STATIC_URL}vendor/be-vietnam-pro/be-vietnam-pro-{s}-600.woff2"
        for s in ("latin", "vietnamese")
    }
    for url in sorted(url for url in wanted if url.startswith(settings.STATIC_URL)):
        found = finders.find(url.removeprefix(settings.STATIC_URL))
        with open(str(found), "rb") as file:
            total += len(gzip.compress(file.read()))
    assert total < 150_000
