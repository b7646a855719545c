from plans.views.answering import upper_change_answer
from plans.views.assignment_work import (
    assignment_evidence,
    assignment_hand_on,
    assignment_hand_over,
    assignment_more_time,
    assignment_progress,
    evidence_file,
    evidence_remove,
    more_time_answer,
    work_give,
)
from plans.views.assignments import (
    assignment_bulk,
    assignment_detail,
    assignment_export,
    assignment_list,
    assignment_step,
)
from plans.views.binding import block_records, target_unbind
from plans.views.calendar import (
    assignment_board,
    calendar,
    calendar_feed,
    feed_end,
    feed_new,
    reminders,
)
from plans.views.checking import finding_ignore, plan_findings
from plans.views.comments import (
    comment_new,
    comment_reopen,
    comment_reply,
    comment_resolve,
    comments,
    mention_options,
    suggestion_accept,
    suggestion_new,
    suggestion_reject,
)
from plans.views.editing import plan_edit, plan_save
from plans.views.following import (
    plan_changes,
    plan_gantt,
    plan_promises,
    promise_drop,
    promise_fulfil,
    promise_note,
)
from plans.views.importing import import_check, plan_import
from plans.views.making import plan_change, plan_delete, plan_derive, plan_new, plan_replace
from plans.views.preview import plan_preview, plan_sheets
from plans.views.reading import plan_detail, plan_docx, plan_list, plan_step, task_state
from plans.views.references import reference_picker
from plans.views.returning import plan_return
from plans.views.reviewing import plan_adopt_rest
from plans.views.templating import (
    template_choice,
    template_delete,
    template_detail,
    template_edit,
    template_list,
    template_save,
)
from plans.views.versions import plan_compare, plan_versions, version_name, version_restore

__all__ = [
    "assignment_board",
    "assignment_bulk",
    "assignment_detail",
    "assignment_evidence",
    "assignment_export",
    "assignment_hand_on",
    "assignment_hand_over",
    "assignment_list",
    "assignment_more_time",
    "assignment_progress",
    "assignment_step",
    "block_records",
    "calendar",
    "calendar_feed",
    "comment_new",
    "comment_reopen",
    "comment_reply",
    "comment_resolve",
    "comments",
    "evidence_file",
    "evidence_remove",
    "feed_end",
    "feed_new",
    "finding_ignore",
    "import_check",
    "mention_options",
    "more_time_answer",
    "plan_adopt_rest",
    "plan_change",
    "plan_changes",
    "plan_compare",
    "plan_delete",
    "plan_derive",
    "plan_detail",
    "plan_docx",
    "plan_edit",
    "plan_findings",
    "plan_gantt",
    "plan_import",
    "plan_list",
    "plan_new",
    "plan_preview",
    "plan_promises",
    "plan_replace",
    "plan_return",
    "plan_save",
    "plan_sheets",
    "plan_step",
    "plan_versions",
    "promise_drop",
    "promise_fulfil",
    "promise_note",
    "reference_picker",
    "reminders",
    "suggestion_accept",
    "suggestion_new",
    "suggestion_reject",
    "target_unbind",
    "task_state",
    "template_choice",
    "template_delete",
    "template_detail",
    "template_edit",
    "template_list",
    "template_save",
    "upper_change_answer",
    "version_name",
    "version_restore",
    "work_give",
]
