"""Each plan's place below the plan it derives from; the column compares byte by byte, as paths of units do."""

from django.db import migrations

from units.paths import path_of


def byte_order(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE plans_plan ALTER COLUMN lineage TYPE varchar(120) COLLATE "C"')


def fill(apps, schema_editor):
    """From the plans that derive from none downwards; one of a circle keeps its own place."""
    plan_model = apps.get_model("plans", "Plan")
    above = {None: ""}
    level = list(plan_model.objects.filter(derived_from=None).values_list("pk", "derived_from_id"))
    while level:
        for pk, upper in level:
            above[pk] = path_of(above[upper], pk)
            plan_model.objects.filter(pk=pk).update(lineage=above[pk])
        done = [pk for pk, _upper in level]
        level = list(
            plan_model.objects.filter(derived_from__in=done, lineage="").values_list("pk", "derived_from_id")
        )
    for pk in plan_model.objects.filter(lineage="").values_list("pk", flat=True):
        plan_model.objects.filter(pk=pk).update(lineage=path_of("", pk))


class Migration(migrations.Migration):
    dependencies = [("plans", "0014_cascade")]
    operations = [
        migrations.RunPython(byte_order, migrations.RunPython.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
