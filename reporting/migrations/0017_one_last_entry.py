from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0016_mark_last_entries")]

    operations = [
        migrations.AddConstraint(
            "targetentry",
            models.UniqueConstraint(
                fields=["target", "unit"],
                condition=models.Q(is_last=True),
                name="one_last_entry_of_a_unit",
            ),
        )
    ]
