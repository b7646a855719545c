"""Paths of a period's frozen tree compare byte by byte, as those of units do."""

from django.db import migrations


def byte_order(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column, length in (("path", 120), ("sort_key", 400)):
            schema_editor.execute(
                f'ALTER TABLE reporting_periodunit ALTER COLUMN {column} TYPE varchar({length}) COLLATE "C"'
            )


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [migrations.RunPython(byte_order, migrations.RunPython.noop)]
