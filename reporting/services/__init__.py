"""Changes with a consequence: periods, entry, steps of a report."""

from reporting.checks.cells import CellInput
from reporting.services.entry import EntryError, StaleEntry, save_figures
from reporting.services.periods import PeriodError, close_period, create_period, create_regime, open_period
from reporting.services.steps import NotReady, take_step

__all__ = [
    "CellInput",
    "EntryError",
    "NotReady",
    "PeriodError",
    "StaleEntry",
    "close_period",
    "create_period",
    "create_regime",
    "open_period",
    "save_figures",
    "take_step",
]
