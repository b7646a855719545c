from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Chiến dịch tuyên truyền"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from campaigns.agenda import campaign_entries
        from campaigns.sending import jobs  # noqa: F401 -- its handler is registered
        from plans.assignments.agenda import register_agenda

        register_agenda("campaign", "Chiến dịch", campaign_entries)
