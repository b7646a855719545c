from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Chiến dịch tuyên truyền"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from campaigns import printing as pieces  # noqa: F401 -- its handler is registered
        from campaigns.activities import papers as activity_papers  # noqa: F401 -- its handler is registered
        from campaigns.agenda import campaign_entries
        from campaigns.awards import printing as award_printing  # noqa: F401 -- its handler is registered
        from campaigns.awards.pages import REVIEW, dossier_paper
        from campaigns.certificates import jobs as certificate_jobs  # noqa: F401 -- its handler is registered
        from campaigns.confidential.agenda import confidential_entries
        from campaigns.confidential.reminding import confidential_lines, people_to_remind
        from campaigns.events import jobs as event_jobs  # noqa: F401 -- its handler is registered
        from campaigns.events import papers  # noqa: F401 -- its handler is registered
        from campaigns.events.agenda import event_entries
        from campaigns.opinions import jobs as opinion_jobs  # noqa: F401 -- its handler is registered
        from campaigns.petitions import printing  # noqa: F401 -- its handler is registered
        from campaigns.sending import jobs  # noqa: F401 -- its handler is registered
        from campaigns.serving.queries import campaigns_beside, movements_beside
        from documents.papers import register_page, register_paper
        from documents.review.hooks import register_review
        from plans.assignments.agenda import register_agenda
        from plans.assignments.reminding import register_reminders
        from plans.beside import register_beside

        register_beside("Chiến dịch thực hiện", campaigns_beside)
        register_beside("Phong trào thi đua", movements_beside)
        register_agenda("campaign", "Chiến dịch", campaign_entries)
        register_agenda("petition", "Hạn trả lời kiến nghị, giám sát", confidential_entries)
        register_reminders("petition", people_to_remind, confidential_lines)
        register_paper("dossierpaper", dossier_paper)
        register_page("dossierpaper", "campaigns:dossier_detail")
        register_review("dossierpaper", REVIEW)
        register_agenda("event", "Sự kiện", event_entries)
