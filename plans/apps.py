from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = _("Kế hoạch")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from documents.amending.holders import register_building
        from documents.papers import register_page, register_paper
        from documents.reach import register_readers
        from documents.references.citing import register_citing
        from documents.review.hooks import register_review
        from plans.assignments.agenda import activity_entries, duty_entries, register_agenda, work_entries
        from plans.assignments.queries import plans_worked_for
        from plans.assignments.recalls import people_with_recalls, recall_lines
        from plans.assignments.reminding import people_with_work, register_reminders, work_lines
        from plans.lineage import issuers_below
        from plans.pages import plan_paper
        from plans.references import plans_citing
        from plans.review import REVIEW
        from plans.targets.reminding import asked_lines, people_asked

        register_reminders("allotments", people_asked, asked_lines)
        register_reminders("work", people_with_work, work_lines)
        register_reminders("recall", people_with_recalls, recall_lines)
        register_agenda("work", str(_("Hạn việc")), work_entries)
        register_agenda("duty", str(_("Nhiệm vụ, nghĩa vụ của kế hoạch")), duty_entries)
        register_agenda("activity", str(_("Hoạt động của kế hoạch")), activity_entries)

        register_paper("plan", plan_paper)
        register_page("plan", "plans:plan_detail")
        register_citing(plans_citing)
        register_readers(plans_worked_for)
        register_building(issuers_below)
        register_review("plan", REVIEW)
