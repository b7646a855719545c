"""Whether the frozen numbers of a compiled report that is not issued yet are still those of the reports it was made of."""

from __future__ import annotations

from reporting.corrections.models import Correction, CorrectionStatus
from reporting.corrections.queries import corrections_of_report
from reporting.models import CompiledReport, Submission
from reporting.models.submissions import COUNTED

NAMED = 3  # units told by name


def corrections_to_bring_in(report: CompiledReport) -> list[Correction]:
    """Settled corrections that the draft of a replacement does not hold, in the order they were settled."""
    rows = [one for one in corrections_of_report(report) if one.status == CorrectionStatus.APPROVED]
    return sorted(rows, key=lambda one: (one.decided_at, one.pk))


def outdated_words(report: CompiledReport) -> str:
    """ "" while every number stands; else which units' numbers changed and what to do. Accepted later is not outdated:
    n of N says who is in."""
    if report.current_version is None:
        return ""
    if report.replaces_id:
        waiting = corrections_to_bring_in(report)
        units = [one.submission.period_unit.name for one in waiting]
        return _words(
            units, "Hãy trả lại (nếu đang trình), bấm “Đưa đính chính vào dự thảo” rồi trình duyệt lại."
        )
    return _words(
        _changed_units(report), "Hãy trả lại (nếu đang trình), bấm “Tổng hợp lại” rồi trình duyệt lại."
    )


def _changed_units(report: CompiledReport) -> list[str]:
    """Units whose report was corrected, opened again or entered anew since the numbers were frozen; one query."""
    content = report.current_version.content if report.current_version else {}
    frozen = dict(zip(content["included"], content.get("included_versions", ()), strict=False))
    rows = Submission.objects.filter(pk__in=frozen).order_by("period_unit__path")
    now = rows.values_list("pk", "status", "version", "period_unit__name")
    return [name for pk, status, version, name in now if status not in COUNTED or version != frozen[pk]]


def _words(units: list[str], what_to_do: str) -> str:
    if not units:
        return ""
    names = list(dict.fromkeys(units))
    more = f" và {len(names) - NAMED} đơn vị khác" if len(names) > NAMED else ""
    return (
        f"Số liệu của {', '.join(names[:NAMED])}{more} đã được đính chính hoặc mở lại sau lần tổng hợp này, nên các số tổng "
        f"trong văn bản không còn đúng. {what_to_do}"
    )
