from plans.views.answering import upper_change_answer
from plans.views.binding import block_records, target_unbind
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
from plans.views.importing import import_check, plan_import
from plans.views.making import plan_change, plan_delete, plan_derive, plan_new
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
    "block_records",
    "comment_new",
    "comment_reopen",
    "comment_reply",
    "comment_resolve",
    "comments",
    "finding_ignore",
    "import_check",
    "mention_options",
    "plan_adopt_rest",
    "plan_change",
    "plan_compare",
    "plan_delete",
    "plan_derive",
    "plan_detail",
    "plan_docx",
    "plan_edit",
    "plan_findings",
    "plan_import",
    "plan_list",
    "plan_new",
    "plan_preview",
    "plan_return",
    "plan_save",
    "plan_sheets",
    "plan_step",
    "plan_versions",
    "reference_picker",
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
]
