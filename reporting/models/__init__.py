"""Reporting: indicators and forms, regimes and periods, submissions and figures, totals and compiled reports."""

from reporting.models.catalogue import (
    Aggregation,
    Category,
    Disaggregation,
    Form,
    FormItem,
    Indicator,
    IndicatorKind,
    NarrativeSection,
    PeriodAggregation,
)
from reporting.models.periods import Period, PeriodUnit, Regime, RegimeForm
from reporting.models.submissions import (
    Figure,
    FigureState,
    Narrative,
    Submission,
    SubmissionMove,
    SubmissionStatus,
)
from reporting.models.totals import CompiledReport, Total
from reporting.targets.models import (
    ReviewKind,
    ReviewLine,
    TargetEntry,
    TargetReview,
    TargetStanding,
    TargetTally,
)

# Their tables belong to this app; they name Submission, so they come last.
from reporting.entry.models import EntryReceipt  # isort: skip
from reporting.receiving.models import (  # isort: skip
    AcceptItem,
    AcceptRun,
    PaperReport,
    ReturnNote,
    SentVersion,
    Waiver,
)
from reporting.regimes.models import Exemption, Holiday, ReportReminder  # isort: skip
from reporting.corrections.models import (  # isort: skip
    AskedBy,
    Correction,
    CorrectionMove,
    CorrectionReason,
    CorrectionStatus,
    CorrectionStep,
    FigureVersion,
    RestatedTotal,
)
from reporting.merging.models import SentenceSource  # isort: skip
from reporting.narratives.models import KeptGroups, TextReading  # isort: skip
from reporting.workbooks.models import UploadedWorkbook, WorkbookUpload  # isort: skip

__all__ = [
    "AcceptItem",
    "AcceptRun",
    "Aggregation",
    "AskedBy",
    "Category",
    "CompiledReport",
    "Correction",
    "CorrectionMove",
    "CorrectionReason",
    "CorrectionStatus",
    "CorrectionStep",
    "Disaggregation",
    "EntryReceipt",
    "Exemption",
    "Figure",
    "FigureState",
    "FigureVersion",
    "Form",
    "FormItem",
    "Holiday",
    "Indicator",
    "IndicatorKind",
    "KeptGroups",
    "Narrative",
    "NarrativeSection",
    "PaperReport",
    "Period",
    "PeriodAggregation",
    "PeriodUnit",
    "Regime",
    "RegimeForm",
    "ReportReminder",
    "RestatedTotal",
    "ReturnNote",
    "ReviewKind",
    "ReviewLine",
    "SentVersion",
    "SentenceSource",
    "Submission",
    "SubmissionMove",
    "SubmissionStatus",
    "TargetEntry",
    "TargetReview",
    "TargetStanding",
    "TargetTally",
    "TextReading",
    "Total",
    "UploadedWorkbook",
    "Waiver",
    "WorkbookUpload",
]
