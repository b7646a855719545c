from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """Members of the units as they are known now, where no obliged unit stands below."""
    places, units = apps.get_model("reporting", "PeriodUnit").objects, apps.get_model("units", "Unit").objects
    above = places.filter(parent__isnull=False, obliged=True).values("parent_id")
    now = units.filter(pk=OuterRef("unit_id")).values("member_count")
    places.filter(obliged=True).exclude(pk__in=above).update(members=Subquery(now))


class Migration(migrations.Migration):
    dependencies = [("reporting", "0007_members")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
