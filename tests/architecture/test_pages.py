"""Rules about templates, scripts and styles: what the strict CSP and a bad line ask for."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template, TemplateDoesNotExist
from django.template.loader import get_template

from config.undefined import OWN_TEMPLATES, UndefinedVariable
from tests.architecture.sources import (
    APPS,
    ROOT,
    TEMPLATES,
    line_of,
    name,
    python_files,
    static_sources,
    templates,
)

INLINE = {
    "inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*\btype=[\"']application/json[\"'])[^>]*>", re.I
    ),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.I),
    "event handler": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.I),
    "script address": re.compile(r"javascript:", re.I),
}
# Namespaces and what the page only tells a person are no downloads.
ADDRESS = re.compile(
    r"(?:src|href|action|url\(|import|from|fetch\()\s*[=(]?\s*[\"']?\s*((?:https?:)?//[^\s\"')]+)", re.I
)
LINK_ONLY = re.compile(r"<a\b[^>]*$", re.I)
IN_SCRIPT = {
    "style attribute by script": re.compile(r"setAttribute\(\s*[\"']style[\"']"),
    "style attribute in a string": re.compile(r"<[a-z][^<>`\n]*\sstyle=[\"'\\]", re.I),
    "eval": re.compile(r"\beval\(|new Function\("),
}
# Template → why it may hold a style element. No browser page does.
MAY_HOLD_STYLE = {
    f"templates/documents/{name}.html": "page sizes of a layout profile, only for WeasyPrint"
    for name in ("paper", "appendices", "page_numbers")
}
# Found by Django by name, or extended by nobody else.
FOUND_BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}


def _hits(path, patterns):
    text = path.read_text()
    for what, pattern in patterns.items():
        for match in pattern.finditer(text):
            yield f"{name(path)}:{line_of(text, match.start())}: {what}"


def test_patterns_find_what_they_look_for():
    assert INLINE["inline script"].search("<script>x()</script>")
    assert not INLINE["inline script"].search('<script src="a.js" type="module"></script>')
    assert INLINE["style attribute"].search('<p class="a" style="color:red">')
    assert INLINE["event handler"].search('<a href="#" onclick="x()">')
    assert not INLINE["event handler"].search('<a href="#" data-on="x">')
    assert ADDRESS.search('<link href="https://cdn.example/x.css">')
    assert ADDRESS.search("import x from 'https://cdn.example/x.js'")


def test_templates_carry_no_inline_script_style_or_handler():
    hits = [hit for path in templates() if path.suffix == ".html" for hit in _hits(path, INLINE)]
    allowed = re.compile(rf"({'|'.join(map(re.escape, MAY_HOLD_STYLE))}):\d+: style element")
    assert [hit for hit in hits if not allowed.fullmatch(hit)] == []


def test_styles_for_print_do_not_reach_the_browser():
    for path in MAY_HOLD_STYLE:
        screen = re.sub(r"\{% if for_print %\}.*?\{% else %\}", "", (ROOT / path).read_text(), flags=re.S)
        assert "<style" not in screen, path


def test_scripts_keep_to_the_content_policy():
    assert [hit for path in static_sources() if path.suffix == ".js" for hit in _hits(path, IN_SCRIPT)] == []


def test_nothing_is_loaded_from_another_site():
    found = []
    for path in [*templates(), *static_sources()]:
        text = path.read_text()
        for match in ADDRESS.finditer(text):
            if not LINK_ONLY.search(text[: match.start()]):
                found.append(f"{name(path)}:{line_of(text, match.start())}: {match[1]}")
    assert found == []


@pytest.mark.parametrize("path", templates(), ids=name)
def test_template_compiles(path):
    try:
        get_template(path.relative_to(TEMPLATES).as_posix())
    except TemplateDoesNotExist as error:
        pytest.fail(f"{name(path)} extends or includes {error}")


def test_every_static_file_a_template_names_exists():
    wanted = re.compile(r"\{%\s*static\s+[\"']([^\"']+)[\"']")
    missing = [
        f"{name(path)}: {file}"
        for path in templates()
        for file in wanted.findall(path.read_text())
        if finders.find(file) is None
    ]
    assert missing == []


def test_every_include_and_parent_exists():
    wanted = re.compile(r"\{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
    missing = []
    for path in templates():
        for file in wanted.findall(path.read_text()):
            try:
                get_template(file)
            except TemplateDoesNotExist:
                missing.append(f"{name(path)}: {file}")
    assert missing == []


def test_no_template_is_left_over():
    """A template is named in code or in another template, or ends as `name.html` where the folder is computed."""
    texts = [(path, path.read_text()) for path in [*python_files(*APPS, "config"), *templates()]]
    unused = []
    for path in templates():
        relative = path.relative_to(TEMPLATES).as_posix()
        stem = re.sub(r"\.(subject|body)\.txt$", "", relative)
        if relative in FOUND_BY_NAME:
            continue
        if not any(stem in text for other, text in texts if other != path):
            unused.append(name(path))
    assert unused == []


def test_unknown_variable_in_a_template_of_ours_fails():
    template = Template("{{ nobody.gave_this }}")
    for node in template.nodelist:
        node.origin = type("Origin", (), {"name": f"{OWN_TEMPLATES}/plans/page.html"})()
    with pytest.raises(UndefinedVariable, match=r"plans/page.html: unknown variable nobody.gave_this"):
        template.render(Context())


def test_unknown_variable_may_be_asked_for_and_given_a_default():
    template = Template("{% if nobody %}x{% endif %}{{ nobody|default:'không có' }}")
    assert template.render(Context()) == "không có"


def test_no_conflict_marker_is_left():
    marker = re.compile(r"^(<{7}|>{7}) ", re.M)
    assert [name(path) for path in [*python_files(), *templates()] if marker.search(path.read_text())] == []


def test_vendored_files_say_where_they_come_from():
    vendor = ROOT / "static" / "vendor"
    folders = [folder for folder in vendor.iterdir() if folder.is_dir()]
    assert folders
    assert [
        name(f)
        for f in folders
        if not any("licen" in p.name.lower() or "OFL" in p.name for p in f.rglob("*"))
    ] == []
