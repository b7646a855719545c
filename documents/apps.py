from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Văn bản"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Job kinds and tasks are known wherever the app is loaded."""
        from documents import rendering, tasks  # noqa: F401
