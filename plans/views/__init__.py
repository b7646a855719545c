from plans.views.checking import finding_ignore, plan_findings
from plans.views.editing import block_records, plan_edit, plan_save, target_unbind
from plans.views.making import plan_change, plan_delete, plan_derive, plan_import, plan_new
from plans.views.preview import plan_preview, plan_sheets
from plans.views.reading import plan_detail, plan_docx, plan_list, plan_step, task_state
from plans.views.returning import plan_return
from plans.views.versions import plan_compare, plan_versions, version_name, version_restore

__all__ = [
    "block_records",
    "finding_ignore",
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
    "target_unbind",
    "task_state",
    "version_name",
    "version_restore",
]
