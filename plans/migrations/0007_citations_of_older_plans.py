"""Citations are written at every save; plans that stood before there were any get theirs here."""

from django.db import migrations


def backfill(apps, schema_editor):
    """Read the current text of each plan that has no citations. A text that cannot be read waits for its next save."""
    from plans.outline import OutlineError, PlanContent
    from plans.services.citing import mentioned_in

    plan_model, citation_model = apps.get_model("plans", "Plan"), apps.get_model("plans", "Citation")
    waiting = plan_model.objects.filter(citations__isnull=True, current_version__isnull=False)
    for plan in waiting.select_related("current_version").iterator(chunk_size=50):
        try:
            found = mentioned_in(PlanContent.from_json(plan.current_version.content))
        except OutlineError:
            continue
        citation_model.objects.bulk_create(citation_model(plan_id=plan.pk, **facts) for facts in found)


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_remarks_of_word_files"), ("documents", "0003_autosave_session")]
    operations = [migrations.RunPython(backfill, migrations.RunPython.noop)]
