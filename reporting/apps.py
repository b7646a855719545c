from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from plans.indicators import register_figure_source, register_indicator_source
        from reporting.queries.submissions import plan_measures
        from reporting.targets.figures import latest_figures_below

        register_indicator_source(plan_measures)
        register_figure_source(latest_figures_below)

        from campaigns.confidential.working_days import register_days_off
        from reporting.regimes.calendar import days_off

        register_days_off(days_off)

        from plans.assignments.agenda import register_agenda
        from plans.assignments.changes import register_changes
        from plans.assignments.reminding import register_reminders
        from reporting.corrections.reminding import correction_lines, people_with_corrections
        from reporting.queries import agenda
        from reporting.regimes import reminding

        register_agenda("report", "Hạn gửi báo cáo", agenda.report_entries)
        register_reminders("report", reminding.people_with_reports, reminding.report_lines)
        register_reminders("late report", reminding.people_with_late_below, reminding.late_below_lines)
        register_reminders("correction", people_with_corrections, correction_lines)
        register_changes(agenda.figure_changes)

        from documents.papers import register_page, register_paper
        from documents.review.hooks import register_review
        from reporting.pages import report_paper
        from reporting.prefill import printing  # noqa: F401 - registers its job
        from reporting.receiving.services import accepting  # noqa: F401 - registers its job
        from reporting.regimes.services import refreshing  # noqa: F401 - registers its job
        from reporting.review import REVIEW
        from reporting.services import annex_pages, compiling  # noqa: F401 - register their jobs
        from reporting.workbooks.services import consolidations, storing, templates  # noqa: F401 - register their jobs

        register_paper("compiledreport", report_paper)
        register_page("compiledreport", "reporting:compiled_detail")
        register_review("compiledreport", REVIEW)
