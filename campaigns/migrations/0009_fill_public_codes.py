"""Campaigns that were opened before get the code of their public page."""

from django.db import migrations

from documents.codes import new_code


def fill(apps, schema_editor):
    Campaign = apps.get_model("campaigns", "Campaign")
    for campaign in Campaign.objects.filter(public_code__isnull=True).exclude(status="preparing"):
        campaign.public_code = new_code()
        campaign.save(update_fields=["public_code"])


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0008_public_code")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
