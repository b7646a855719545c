"""Types and search words of the lines that were there before; both are empty for none of them afterwards."""

from django.db import migrations

from core.vietnamese import fold


def fill(apps, schema_editor):
    lines = apps.get_model("documents", "RegisterEntry").objects.select_related("document", "series")
    found = []
    for line in lines.iterator(chunk_size=1000):
        line.type = line.document.type if line.document else line.series.series[:6].replace("chung", "")
        words = f"{line.number:02d}/{line.symbol} {line.title} {line.signed_by} {line.sent_to}"
        line.search_fold = fold(words)[:1200]
        found.append(line)
    lines.model.objects.bulk_update(found, ["type", "search_fold"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_registers")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
