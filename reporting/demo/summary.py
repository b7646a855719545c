"""What the command says at the end: where the PDFs are, who signs in with which name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from core.formats import write
from documents.models import Document
from reporting.demo.compiling import report_of
from reporting.demo.people import PASSWORD, PROVINCE_POSTS, upper_posts
from reporting.demo.planning import province_plan
from reporting.demo.reports import the_period
from reporting.demo.story import Story
from reporting.demo.tree import grassroots_codes, upper_specs
from reporting.models import SubmissionStatus
from units.models import User


def lines(story: Story) -> Iterator[str]:
    """Everything, ending with PLAN_PDF=… and REPORT_PDF=…."""
    yield ""
    yield from _state(story)
    yield ""
    yield from _accounts(story)
    yield ""
    for unit in story.cast.uppers:
        report = report_of(unit, story.demo)
        if report is not None and report.pdf:
            yield f"UPPER_REPORT_PDF={path_of(report)}  # {report.doc_code.strip()}, {unit.name}"
    report = report_of(story.cast.top, story.demo)
    yield f"PLAN_PDF={path_of(province_plan(story.cast))}"
    if report is not None:
        yield f"REPORT_PDF={path_of(report)}"


def path_of(document: Document) -> Path:
    """Absolute path of the document's PDF."""
    return Path(document.pdf.path).resolve()


def _state(story: Story) -> Iterator[str]:
    period = the_period(story.demo)
    counts: dict[str, int] = {}
    for status in period.submissions.values_list("status", flat=True):
        counts[status] = counts.get(status, 0) + 1
    told = [
        f"{str(SubmissionStatus(s).label).lower()} {n}"
        for s, n in sorted(counts.items(), key=lambda c: -c[1])
    ]
    total = write.number(sum(counts.values()))
    yield f"{period.name} (số liệu đến {write.date(period.ends_on)}): {total} báo cáo – {', '.join(told)}."


def _accounts(story: Story) -> Iterator[str]:
    yield f"Tên đăng nhập (mật khẩu chung: {PASSWORD})"
    people = dict(User.objects.values_list("username", "full_name"))
    for post in PROVINCE_POSTS:
        yield _line(post.login, people[post.login], f"{post.title}, LĐLĐ tỉnh Mẫu Sơn")
    for spec in upper_specs(story.size):
        for post in upper_posts(spec):
            yield _line(post.login, people[post.login], f"{post.title}, {spec.name}")
    codes = grassroots_codes(story.size)
    for code, label in _examples(story):
        unit = story.cast.units[code]
        yield _line(code.lower(), people[code.lower()], f"Chủ tịch, {unit.name} (báo cáo: {label.lower()})")
    yield f"  {codes[0].lower()} … {codes[-1].lower()}: chủ tịch của {len(codes)} công đoàn cơ sở"


def _examples(story: Story) -> Iterator[tuple[str, str]]:
    """For each status a grassroots report is in, the first unit with it: somebody to sign in as."""
    told: set[str] = set()
    reports = the_period(story.demo).submissions.filter(unit__kind__tier=3)
    for code, status in reports.order_by("unit__code").values_list("unit__code", "status"):
        if status not in told:
            told.add(status)
            yield code, str(SubmissionStatus(status).label)


def _line(login: str, name: str, post: str) -> str:
    return f"  {login:<20}{name:<26}{post}"
