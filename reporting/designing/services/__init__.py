"""Changes of a form: all of them while it is a draft; once published only its next version."""

from reporting.designing.services.drafts import DesignError
from reporting.designing.services.forms import (
    add_indicator,
    create_form,
    delete_draft,
    next_version,
    publish_form,
    rename_form,
)
from reporting.designing.services.rows import (
    MOST_ROWS,
    add_own_row,
    add_row,
    change_row,
    fill_rows,
    move_row,
    move_section,
    remove_row,
    rename_section,
)
from reporting.designing.services.texts import move_text, remove_text, save_text

__all__ = [
    "MOST_ROWS",
    "DesignError",
    "add_indicator",
    "add_own_row",
    "add_row",
    "change_row",
    "create_form",
    "delete_draft",
    "fill_rows",
    "move_row",
    "move_section",
    "move_text",
    "next_version",
    "publish_form",
    "remove_row",
    "remove_text",
    "rename_form",
    "rename_section",
    "save_text",
]
