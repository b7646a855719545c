from plans.targets.views.received import (
    allotment_agree,
    allotment_answer,
    allotment_line,
    allotment_propose,
    allotted_to_us,
)
from plans.targets.views.sheet import (
    allotment_ask,
    allotment_column,
    allotment_export,
    allotment_issue,
    allotment_list,
    allotment_paste,
    allotment_split,
)

__all__ = [
    "allotment_agree",
    "allotment_answer",
    "allotment_ask",
    "allotment_column",
    "allotment_export",
    "allotment_issue",
    "allotment_line",
    "allotment_list",
    "allotment_paste",
    "allotment_propose",
    "allotment_split",
    "allotted_to_us",
]
