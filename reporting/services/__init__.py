"""Changes with a consequence: periods, entry, steps of a report."""

from reporting.checks.cells import CellInput
from reporting.services.compiling import (
    CompileRefused,
    compile_report,
    edit_narrative,
    mark_compiled,
    take_report_step,
)
from reporting.services.entry import EntryError, StaleEntry, save_figures
from reporting.services.periods import PeriodError, close_period, create_period, create_regime, open_period
from reporting.services.steps import NotReady, take_step

__all__ = [
    "CellInput",
    "CompileRefused",
    "EntryError",
    "NotReady",
    "PeriodError",
    "StaleEntry",
    "close_period",
    "compile_report",
    "create_period",
    "create_regime",
    "edit_narrative",
    "mark_compiled",
    "open_period",
    "save_figures",
    "take_report_step",
    "take_step",
]
