"""Tasks whose stated lead is a class of units but whose lead unit stayed the issuer: the class leads."""

from django.db import migrations
from django.db.models import F

from plans.actors import class_of


def name_the_class(apps, schema_editor):
    task_model = apps.get_model("plans", "Task")
    rows = task_model.objects.exclude(lead_text="").filter(lead_unit=F("plan__issuer"))
    for row in rows.select_related("plan__issuer__kind").iterator(chunk_size=500):
        kind = class_of(row.lead_text, row.plan.issuer)
        if kind:
            task_model.objects.filter(pk=row.pk).update(lead_unit=None, lead_class=kind)


class Migration(migrations.Migration):
    dependencies = [("plans", "0018_classes_of_units")]

    operations = [migrations.RunPython(name_the_class, migrations.RunPython.noop)]
