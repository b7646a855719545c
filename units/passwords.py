"""Rules for passwords said in Vietnamese; Django's own catalogue lacks this sentence."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator


class MinimumLength(MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self) -> str:
        return f"Mật khẩu quá ngắn, cần ít nhất {self.min_length} ký tự."

    def get_help_text(self) -> str:
        return f"Ít nhất {self.min_length} ký tự, không chỉ gồm chữ số, không giống tên đăng nhập."
