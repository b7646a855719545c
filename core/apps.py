from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Nền tảng"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Django says only that a field is required; an error of the portal says what to do.
        forms.Field.default_error_messages["required"] = _("Hãy điền mục này.")
        for field in (forms.ChoiceField, forms.ModelChoiceField):
            field.default_error_messages["required"] = _("Hãy chọn một mục.")
        forms.FileField.default_error_messages["required"] = _("Hãy chọn tệp.")
