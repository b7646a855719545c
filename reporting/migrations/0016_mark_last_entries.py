from django.db import migrations
from django.db.models import Exists, OuterRef, Q


def mark(apps, schema_editor):
    entries = apps.get_model("reporting", "TargetEntry").objects.order_by()
    newer = Q(as_of__gt=OuterRef("as_of")) | Q(as_of=OuterRef("as_of"), pk__gt=OuterRef("pk"))
    later = entries.filter(newer, target=OuterRef("target"), unit=OuterRef("unit"))
    ids = list(entries.filter(Exists(later)).values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        entries.filter(pk__in=ids[start : start + 500]).update(is_last=False)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0015_last_entry")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
