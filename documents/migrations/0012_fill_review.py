"""Documents that were approved before keep the SHA-256 of their text; those under review get the shortest sheet."""

import hashlib
import json

from django.db import migrations


def text_sha256(abstract, content):
    kept = {"abstract": abstract, "text": content}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def fill(apps, schema_editor):
    Document = apps.get_model("documents", "Document")
    approved = Document.objects.filter(
        status__in=["approved", "numbered", "issued", "replaced", "recalled"],
        approved_sha256="",
        current_version__frozen=True,
    )
    rows = approved.values_list("pk", "abstract", "current_version__content")
    for pk, abstract, content in rows.iterator(chunk_size=50):
        Document.objects.filter(pk=pk).update(approved_sha256=text_sha256(abstract, content))
    begin_sheets(apps, Document)


def begin_sheets(apps, Document):
    Sheet, Step = (apps.get_model("documents", name) for name in ("ReviewSheet", "ReviewStep"))
    for document in Document.objects.filter(status="in_review", review_sheets=None):
        move = document.moves.filter(step="submit").order_by("-at", "-pk").first()
        sheet = Sheet.objects.create(
            document=document, number=1, version_id=document.current_version_id,
            submitted_by_id=move.by_id if move else document.created_by_id,
            submitted_at=move.at if move else document.updated_at,
        )  # fmt: skip
        Step.objects.create(
            sheet=sheet, round=1, kind="approval", role="leader", status="open", opened_at=sheet.submitted_at,
            due_on=sheet.submitted_at.date(),
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("documents", "0011_review")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
