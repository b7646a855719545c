"""Paths compare byte by byte: an ICU collation would put "~" before letters and hide whole subtrees."""

from django.db import migrations


def byte_order(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column, length in (("path", 120), ("sort_key", 400)):
            schema_editor.execute(
                f'ALTER TABLE units_unit ALTER COLUMN {column} TYPE varchar({length}) COLLATE "C"'
            )


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]
    operations = [migrations.RunPython(byte_order, migrations.RunPython.noop)]
