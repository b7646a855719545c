from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0014_regimes")]

    operations = [
        migrations.AddField("targetentry", "is_last", models.BooleanField(default=True, editable=False))
    ]
