"""What a plan of the portal, or a file, brings to the check."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.authority import refusal, signature_of
from documents.models import SENT, Document
from plans.drifting import drifted
from plans.importing import ImportedPlan
from plans.linter.document import DocumentContext, Reading, read
from plans.linter.findings import ERROR, HINT, WARNING, Finding
from plans.linter.run import check
from plans.models import IgnoredFinding, Plan
from plans.outline import PlanContent
from plans.queries import content_of
from plans.references import outdated_of

HEAD_PARTS = {
    "issuing_body": _("cơ quan ban hành"),
    "state_title": _("Quốc hiệu"),
    "motto": _("Tiêu ngữ"),
    "number": _("số, ký hiệu"),
    "place_and_date": _("địa danh, ngày tháng"),
}


FIELD_NAMES = {
    "abstract": _("Trích yếu"),
    "bases": _("Căn cứ"),
    "opening": _("Đoạn mở đầu"),
    "closing": _("Đoạn kết"),
    "recipients": _("Nơi nhận"),
    "archive_line": _("Dòng lưu"),
    "signature": _("Phần ký"),
    "number": _("Số, ký hiệu"),
    "date": _("Địa danh, ngày tháng"),
    "motto": _("Tiêu ngữ"),
    "file": _("Cả tệp"),
}
SHOWN_AT_ONCE = 5
_SAID = frozenset({"part", "section", "subsection", "subsubsection", "point"})
_TEXT_FIELDS = frozenset({"abstract", "bases", "opening", "closing"})
_NEAR = 40
TONES = {ERROR: "danger", WARNING: "warning", HINT: "muted"}


@dataclass(frozen=True)
class Shown:
    """A finding as a page shows it: where it stands in words, the letters around it, who set it aside."""

    finding: Finding
    where: str
    before: str
    after: str
    ignored: IgnoredFinding | None = None

    @property
    def anchor(self) -> str:
        """Where the editor opens: the block, or the field of the text; "" outside the text."""
        place = self.finding.place
        if place.block_id:
            return f"doan-{place.block_id}"
        return f"plan-{place.field}" if place.field in _TEXT_FIELDS else ""

    @property
    def tone(self) -> str:
        return TONES[self.finding.severity]


@dataclass(frozen=True)
class PlanFindings:
    """What is open, and what somebody has set aside with a reason."""

    open: tuple[Shown, ...]
    ignored: tuple[Shown, ...]

    def __bool__(self) -> bool:
        return bool(self.open or self.ignored)

    @property
    def first(self) -> tuple[Shown, ...]:
        """What a page shows at once."""
        return self.open[:SHOWN_AT_ONCE]

    @property
    def more(self) -> tuple[Shown, ...]:
        return self.open[SHOWN_AT_ONCE:]

    @property
    def counts(self) -> dict[str, int]:
        """Severity → how many are open."""
        return Counter(shown.finding.severity for shown in self.open)


def findings_of(plan: Plan) -> PlanFindings:
    """The findings on the plan's current version; gravest first, then in reading order."""
    set_aside = {(row.rule, row.digest): row for row in plan.ignored_findings.select_related("by")}
    content, context = content_of(plan), context_of_plan(plan)
    reading = read(content, context)
    shown = [
        _shown(reading, finding, set_aside.get((finding.rule, finding.digest)))
        for finding in sorted(check(content, context), key=lambda f: f.rank)
    ]
    return PlanFindings(
        open=tuple(row for row in shown if row.ignored is None),
        ignored=tuple(row for row in shown if row.ignored is not None),
    )


def looked_over(content: PlanContent, context: DocumentContext) -> list[Shown]:
    """The findings on a text that is no plan of the portal, gravest first."""
    reading = read(content, context)
    return [_shown(reading, found, None) for found in sorted(check(content, context), key=lambda f: f.rank)]


def _shown(reading: Reading, finding: Finding, ignored: IgnoredFinding | None) -> Shown:
    place = finding.place
    text = text_at(reading, finding)
    before, after = text[: place.start], text[place.end :]
    cut_before = f"…{before[-_NEAR:].partition(' ')[2]}" if len(before) > _NEAR else before
    cut_after = f"{after[:_NEAR].rpartition(' ')[0]}…" if len(after) > _NEAR else after
    return Shown(finding, where(reading, finding), cut_before, cut_after, ignored)


def text_at(reading: Reading, finding: Finding) -> str:
    """The passage the finding stands in; the found letters alone outside the text."""
    place = finding.place
    for passage in reading.passages:
        if (passage.field, passage.line, passage.block_id) == (place.field, place.line, place.block_id):
            return passage.text
    return finding.found


def where(reading: Reading, finding: Finding) -> str:
    """ "Mục II.1.", "Trích yếu", "Căn cứ 2": the place in words."""
    place = finding.place
    if not place.block_id:
        name = str(FIELD_NAMES[place.field])
        return f"{name} {place.line + 1}" if place.field == "bases" else name
    outline = reading.outline
    path = [*outline.path(place.block_id), outline[place.block_id]]
    numbers = [outline.number(block.id) for block in path if block.level in _SAID]
    # "II." with "1.1." below: the lower number already holds the levels between.
    said = [numbers[0], *numbers[1:][-1:]] if numbers else []
    section = f"{gettext('Mục')} {''.join(said)}" if said else gettext("Nội dung")
    if place.field != "notes":
        return section
    return gettext("%(section)s, chú thích %(number)d") % {"section": section, "number": place.line + 1}


def context_of_plan(plan: Plan) -> DocumentContext:
    """Number, date and motto are the portal's own and need no check."""
    return DocumentContext(
        signature_lines=signature_of(plan).authority_lines if plan.signer_id else (),
        recipients=tuple(plan.recipients.values_list("text", flat=True)),
        archive_line=plan.archive_line,
        party=plan.profile == "party",
        issuer=plan.issuer.name,
        signer_refused=signer_refused(plan),
        outdated=outdated_of(plan),
        targets=tuple((t.block_id, t.name, t.value) for t in plan.targets.all() if t.value is not None),
        drifted=tuple(_drifted(plan)),
    )


def _drifted(plan: Plan) -> Iterator[tuple[str, str]]:
    words = gettext("%(label)s: câu ghi “%(said)s”, đang theo dõi “%(kept)s”. Sửa câu hoặc khai lại.")
    for block_id, one in drifted(plan, content_of(plan).outline):
        yield block_id, words % {"label": one.label, "said": one.said, "kept": one.kept}


def signer_refused(document: Document) -> str:
    """Why the chosen signer may not sign the paper today; "" when nobody is chosen or it is sent."""
    if document.signer is None or document.status in SENT:
        return ""
    return refusal(
        document.issuer, document.type, document.signer, document.delegation, on=timezone.localdate()
    )


def context_of_import(imported: ImportedPlan, *, decomposed: str = "") -> DocumentContext:
    """Head and end as typed in the file."""

    def typed(name: str) -> str:
        return imported.fields[name].source if name in imported.fields else ""

    heading = imported.heading
    return DocumentContext(
        number_line=typed("number"),
        date_line=typed("place_and_date"),
        motto=typed("motto"),
        signature_lines=imported.signature.authority_lines,
        signer_name=imported.signature.name or "",
        issuer=str(heading.get("issuing_body", "")),
        end_mark=_ends(imported),
        recipients=tuple(recipient.source for recipient in imported.recipients),
        recipients_label=str(heading.get("recipients_label", "")),
        archive_line=str(heading.get("archive_line", "")),
        decomposed=decomposed,
        missing_parts=tuple(str(label) for name, label in HEAD_PARTS.items() if name not in imported.fields),
        typed_numbers=tuple((b.id, b.number, b.computed) for b in imported.blocks if b.number and b.note),
    )


def _ends(imported: ImportedPlan) -> bool:
    """A file that left through the export has the mark, which is none of its text."""
    texts = [*(block.text for block in imported.blocks), *(imported.heading.get("closing") or ())]
    return bool(imported.exported_from) or not texts or any("./." in text for text in texts)


def decomposed_part(path: Path) -> str:
    """The first line of a text file that is not NFC; "" when there is none. The import makes all text NFC."""
    if path.suffix.lower() not in {".txt", ".md", ".text"}:
        return ""
    text = path.read_bytes().decode("utf-8", errors="replace")
    lines = (line.strip() for line in text.splitlines())
    return next((line[:200] for line in lines if not unicodedata.is_normalized("NFC", line)), "")
