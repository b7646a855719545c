"""Tags and filters every page uses; docs/design-system.md shows each with one line of use."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zlib import crc32

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.formats import write
from core.templatetags import portal_menu as menu
from core.templatetags import portal_tones as tones

register = template.Library()

register.filter("vi_number", write.number)
register.filter("vi_money", write.money)
register.filter("vi_date", write.date)
register.filter("vi_datetime", write.datetime)
register.filter("official_percent", write.percent)
register.filter("signed_percent", write.signed_percent)
register.filter("percent_of", write.share)
register.filter("relative_due", write.relative_due)
register.filter("initial", write.initial)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Icon of the sprite by its Lucide name; decorative unless it gets a label."""
    href = f"{static('vendor/lucide/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="nc-icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href
        )
    return format_html(
        '<svg class="nc-icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', href
    )


@register.inclusion_tag("components/_nav.html", takes_context=True)
def primary_nav(context: Context) -> dict[str, Any]:
    """Main menu; context may give `nav_hidden` (keys to leave out), `nav_counts` (key → unread), `nav_current`."""
    current = context.get("nav_current") or menu.current_key(context.get("request"))
    items = menu.entries(current, context.get("nav_hidden") or (), context.get("nav_counts") or {})
    more = [item for item in items if item["key"] not in menu.PHONE_NAV]
    return {
        "items": items,
        "phone_items": [item for item in items if item["key"] in menu.PHONE_NAV],
        "more_items": more,
        "more_current": any(item["current"] for item in more),
    }


@register.inclusion_tag("components/_breadcrumbs.html")
def breadcrumbs(*pairs: Any) -> dict[str, Any]:
    """`{% breadcrumbs "Kế hoạch" list_url plan.title %}`: label, url, label, url …; the last may stand without a url."""
    crumbs = [
        {"label": pairs[i], "url": pairs[i + 1] if i + 1 < len(pairs) else ""}
        for i in range(0, len(pairs), 2)
    ]
    return {"crumbs": crumbs}


@register.simple_tag
def status_badge(value: Any, label: Any = "", tone: str = "") -> SafeString:
    """Coloured state; the tone follows the state's value, the words are the label (or the value)."""
    return format_html(
        '<span class="nc-badge nc-badge-{}">{}</span>', tone or tones.of_status(str(value)), label or value
    )


@register.inclusion_tag("components/_due.html")
def due(value: Any, done: Any = False, why: str = "") -> dict[str, Any]:
    """Due date with how long is left; `done` leaves the alarm out, `why` says what moved the day."""
    return {
        "on": write.day(value),
        "date": write.date(value),
        "left": "" if done else write.relative_due(value),
        "tone": tones.of_days_left(None if done else write.days_left(value)),
        "why": why if value else "",
    }


@register.inclusion_tag("components/_stat.html")
def stat(
    label: Any, value: Any, url: str = "", note: Any = "", tone: str = "", icon: str = ""
) -> dict[str, Any]:
    """Tile with one figure; with a url it opens the list behind the figure."""
    shown = write.number(value) if isinstance(value, int | float | Decimal) else value
    return {"label": label, "value": shown, "url": url, "note": note, "tone": tone, "icon": icon}


@register.simple_block_tag
def card(
    content: str,
    title: Any = "",
    url: str = "",
    more: str = "",
    tone: str = "",
    id: str = "",
    fold: bool = False,
    count: int | None = None,
) -> str:
    """White surface with an optional heading; `url` + `more` give the link at its right.

    With `fold` the heading opens and closes it, and on a phone it starts closed; `count` stands beside that heading.
    """
    return render_to_string(
        "components/_card.html",
        {
            "content": content,
            "title": title,
            "url": url,
            "more": more or "Xem tất cả",
            "tone": tone,
            "id": id,
            "fold": fold,
            "count": count,
        },
    )


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: Any = "") -> str:
    """Message inside a page: tone info, success, warning or danger."""
    symbol = tones.NOTICE_ICONS.get(tone, "info")
    return render_to_string(
        "components/_notice.html", {"content": content, "tone": tone, "title": title, "icon": symbol}
    )


@register.simple_block_tag
def facts(content: str, columns: int = 1) -> str:
    """Label/value list around `{% fact %}` lines; `columns` 2 or 3 on a wide screen."""
    return format_html('<dl class="nc-facts nc-facts-{}">{}</dl>', columns, content)


@register.simple_tag
def fact(label: Any, value: Any, empty: str = "–") -> SafeString:
    """One label and value of a `{% facts %}` list; nothing prints `empty`."""
    return format_html('<div class="nc-fact"><dt>{}</dt><dd>{}</dd></div>', label, _shown(value, empty))


def _shown(value: Any, empty: str) -> Any:
    """Dates and decimals as people write them; whole numbers stay bare, since a year is one too."""
    if value is None or value == "":
        return empty
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dt.date):
        return write.datetime(value)
    return write.number(value) if isinstance(value, float | Decimal) else value


@register.simple_block_tag
def data_table(content: str, caption: Any, show_caption: bool = False, dense: bool = False) -> str:
    """Table around thead/tbody; cells with `data-label` become a card at 360 px."""
    return render_to_string(
        "components/_table.html",
        {
            "content": content,
            "caption": caption,
            "show_caption": show_caption,
            "dense": dense,
            # Not left to :has(): each change in such a table would set the styles of all its cells anew.
            "cards": "data-label" in content,
        },
    )


@register.simple_block_tag(takes_context=True)
def search_toolbar(
    context: Context,
    content: str,
    label: str = "Tìm kiếm",
    name: str = "q",
    export_url: str = "",
    count: Any = None,
) -> str:
    """GET form: search box, the filters of the block, export button, number of results."""
    query = context["request"].GET if "request" in context else {}
    return render_to_string(
        "components/_toolbar.html",
        {
            "content": content,
            "label": label,
            "name": name,
            "value": query.get(name, ""),
            "filtered": bool(query),
            "export_url": export_url,
            "count": count,
            "path": context["request"].path if "request" in context else "",
        },
    )


@register.inclusion_tag("components/_pagination.html", takes_context=True)
def pagination(context: Context, page: Any, name: str = "page") -> dict[str, Any]:
    """Links of a Django page that keep the query string; prints nothing for a single page."""
    query = context["request"].GET.copy() if "request" in context else None

    def link(number: int) -> str:
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    gap = page.paginator.ELLIPSIS
    return {
        "page": page,
        "many": page.paginator.num_pages > 1,
        "links": [
            {"number": n, "url": "" if n == gap else link(int(n)), "current": n == page.number}
            for n in numbers
        ],
        "previous": link(page.number - 1) if page.has_previous() else "",
        "next": link(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("components/_empty.html")
def empty_state(
    title: Any, text: Any = "", url: str = "", action: Any = "", icon: str = "inbox"
) -> dict[str, Any]:
    """Says that nothing is here and what to do next."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("components/_error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """Box at the top of a form that lists every error and links to its field; takes forms and formsets."""
    lines: list[dict[str, str]] = []
    for form in forms:
        lines += tones.error_lines(form)
    return {"lines": lines}


@register.inclusion_tag("components/_progress.html")
def progress(value: Any, whole: Any = 100, label: Any = "", note: Any = "") -> dict[str, Any]:
    """Native progress bar with its words; value None shows work without a known end."""
    done = write.as_decimal(value)
    return {
        "value": "" if done is None else f"{done:f}",
        "whole": f"{write.as_decimal(whole) or 1:f}",
        "label": label,
        "note": note,
        "percent": write.percent(write.share(done, whole), 0),
    }


@register.inclusion_tag("components/_stepper.html")
def stepper(steps: Any, current: str) -> dict[str, Any]:
    """Where a row stands: `steps` are (value, label) pairs in order, those before `current` are done."""
    pairs = [(str(value), label) for value, label in steps]
    values = [value for value, _label in pairs]
    at = values.index(str(current)) if str(current) in values else -1
    states = ["done" if i < at else "current" if i == at else "ahead" for i in range(len(pairs))]
    return {
        "steps": [{"label": label, "state": state} for (_v, label), state in zip(pairs, states, strict=True)]
    }


@register.simple_block_tag
def timeline(content: str, label: str = "Quá trình xử lý") -> str:
    """Ordered list around `{% event %}` lines."""
    return format_html('<ol class="nc-timeline" aria-label="{}">{}</ol>', label, content)


@register.inclusion_tag("components/_event.html")
def event(
    title: Any, at: Any = None, by: Any = "", note: Any = "", tone: str = "", status: Any = ""
) -> dict[str, Any]:
    """One move: what, when, by whom, with which note."""
    return {
        "title": title,
        "at": write.datetime(at),
        "by": by,
        "note": note,
        "tone": tone or (tones.of_status(str(status)) if status else ""),
    }


@register.simple_block_tag
def tabs(content: str, label: str) -> str:
    """Row of links around `{% tab %}` lines."""
    return format_html('<nav class="nc-tabs" aria-label="{}"><ul>{}</ul></nav>', label, content)


@register.inclusion_tag("components/_tab.html")
def tab(label: Any, url: str, current: Any = False, count: Any = None) -> dict[str, Any]:
    """One tab; `count` stands behind the label."""
    return {"label": label, "url": url, "current": current, "count": count}


@register.inclusion_tag("components/_tab.html", takes_context=True)
def page_tab(context: Context, label: Any, name: str) -> dict[str, Any]:
    """One tab by the URL name of its page; it is the current one while that page is open."""
    url, request = menu.url_of(name), context.get("request")
    return tab(label, url, current=request is not None and request.path == url)


@register.inclusion_tag("components/_step_button.html", takes_context=True)
def step_button(
    context: Context,
    url: str,
    label: Any,
    tone: str = "primary",
    note: str = "",
    note_label: str = "",
    confirm: Any = "",
    icon: str = "",
    hidden: dict[str, Any] | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """POST form with one button. `note` "required" or "optional" adds a text box; extra keywords become hidden fields."""
    return {
        "csrf_token": context.get("csrf_token"),
        "url": url,
        "label": label,
        "tone": tone,
        "note": note,
        "note_label": note_label or ("Lý do" if note == "required" else "Ghi chú"),
        "confirm": confirm,
        "icon": icon,
        "hidden": {name: str(value) for name, value in {**(hidden or {}), **fields}.items()},
        "note_id": f"note-{crc32(f'{url} {label}'.encode())}",
    }


@register.simple_tag
def figure(value: Any, url: str = "", label: str = "") -> SafeString:
    """A number that opens to its sources; `label` says to a screen reader what opens."""
    text = write.number(value, 2) or "–"
    if not url:
        return format_html('<span class="nc-figure">{}</span>', text)
    return format_html(
        '<a class="nc-figure" href="{}">{}<span class="visually-hidden"> – {}</span></a>',
        url,
        text,
        label or "xem nguồn số liệu",
    )


@register.inclusion_tag("components/_bars.html")
def bars(rows: Any, unit: str = "", longest: Any = None) -> dict[str, Any]:
    """Comparison: rows are (label, value), (label, value, url) or (label, value, url, tone); the full width is
    `longest`, or the largest value."""
    filled = [(*row, *("",) * (4 - len(row))) for row in rows]
    top = write.as_decimal(longest) or max(
        (write.as_decimal(row[1]) or Decimal(0) for row in filled), default=0
    )
    return {
        "unit": unit,
        "rows": [
            {
                "label": label,
                "value": write.number(value, 2) or "–",
                "url": url,
                "tone": tone,
                "width": f"{max(min(write.share(value, top) or 0, 100), 0):.1f}",
            }
            for label, value, url, tone in filled
        ],
    }


@register.inclusion_tag("components/_tree_item.html")
def tree_item(
    label: Any, url: str, children_url: str = "", count: Any = None, note: Any = "", code: Any = ""
) -> dict[str, Any]:
    """Node of a tree; with `children_url` its children are fetched when it is first opened."""
    return {
        "label": label,
        "url": url,
        "children_url": children_url,
        "count": count,
        "note": note,
        "code": code,
    }


@register.inclusion_tag("components/_file_field.html")
def file_field(field: Any, hint: Any = "", words: str = "Chọn tệp hoặc kéo thả vào đây") -> dict[str, Any]:
    """Upload field with its label, hint, limits and errors; `words` stand in it until something is chosen."""
    return {"field": field, "hint": hint or field.help_text, "words": words}
