"""Every change of blanks and of what is printed on them. `print_for` is what awards, contests and events call."""

from campaigns.certificates.services.blanks import (
    archive_blank,
    change_blank,
    create_blank,
    save_fields,
    set_background,
)
from campaigns.certificates.services.printing import Recipient, print_again, print_for, withdraw_batch

__all__ = [
    "Recipient", "archive_blank", "change_blank", "create_blank", "print_again", "print_for", "save_fields",
    "set_background", "withdraw_batch",
]  # fmt: skip
