from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Văn bản"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Job kinds and tasks are known wherever the app is loaded; no PDF may unpack to more than memory has."""
        from documents import rendering, tasks  # noqa: F401
        from documents.attached import services as attached  # noqa: F401
        from documents.mailing import jobs  # noqa: F401
        from documents.registers import printing  # noqa: F401
        from documents.signing import limits, services  # noqa: F401

        limits.bound_unpacking()
