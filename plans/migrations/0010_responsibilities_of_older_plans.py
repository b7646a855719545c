"""Responsibilities get their records at every save; plans that stood before there were any get theirs here."""

from django.db import migrations


def backfill(apps, schema_editor):
    """A record for each responsibility of the current texts. A text that cannot be read waits for its next save."""
    from plans.outline import OutlineError, PlanContent

    plan_model, row_model = apps.get_model("plans", "Plan"), apps.get_model("plans", "Responsibility")
    waiting = plan_model.objects.filter(responsibilities__isnull=True, current_version__isnull=False)
    for plan in waiting.select_related("current_version").iterator(chunk_size=50):
        try:
            outline = PlanContent.from_json(plan.current_version.content).outline
        except OutlineError:
            continue
        row_model.objects.bulk_create(
            row_model(plan_id=plan.pk, block_id=block.id, text=block.text, order=place)
            for place, block in enumerate(outline.blocks)
            if is_tracked(outline, block)
        )


def is_tracked(outline, block):
    """As at a save: not left out, not empty, not the title of a group of its own kind."""
    if block.kind != "responsibility" or block.adoption == "not_applicable" or not block.text.strip():
        return False
    below = any(other.kind == block.kind for other in outline.descendants(block.id))
    return not (below and outline.is_titled(block))


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_responsibility")]
    operations = [migrations.RunPython(backfill, migrations.RunPython.noop)]
