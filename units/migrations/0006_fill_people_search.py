"""Search words of the people who were there before."""

from django.db import migrations

from core.vietnamese import fold


def fill(apps, schema_editor):
    people = apps.get_model("units", "User").objects
    found = []
    for person in people.iterator(chunk_size=1000):
        person.name_fold = fold(f"{person.full_name} {person.username}")[:200]
        found.append(person)
    people.bulk_update(found, ["name_fold"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("units", "0005_people_search")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
