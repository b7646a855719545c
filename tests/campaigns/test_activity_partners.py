"""Who held an activity together is said on the form, so that the other unit need not log it too."""

from django.urls import reverse

from campaigns.models import Activity


def said(form):
    found = {form[name].html_name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in found.items() if name != "consent"}


def test_partners_are_ticked_or_named_and_kept_when_changed(client, world, logging):
    client.force_login(world.chair)
    new = reverse("campaigns:activity_new")
    form = client.get(new).context["form"]
    assert [unit.name for unit in form.fields["partners"].queryset] == [
        "Công đoàn xã Suối Mơ",
        "CĐCS Trường Tiểu học Hoa Sen",
    ]
    data = said(form) | {
        "type": "tuyen_truyen_mieng",
        "title": "Hội thao liên đơn vị",
        "partners": [world.sister.pk],
    }
    refused = client.post(new, {**data, "other_partners": "CĐCS Không Có"})
    assert "Không tìm thấy đơn vị “CĐCS Không Có”" in refused.content.decode()
    assert client.post(new, {**data, "partners": [world.foreign.pk]}).status_code == 422
    assert client.post(new, {**data, "partners": ["9" * 30, "a\0b"]}).status_code == 422
    client.post(new, {**data, "other_partners": "nhà máy gạch phú an"})
    activity = Activity.objects.get()
    assert set(activity.partners.all()) == {world.sister, world.foreign}
    edit = reverse("campaigns:activity_edit", args=[activity.pk])
    form = client.get(edit).context["form"]
    assert (form["partners"].value(), form["other_partners"].value()) == (
        [world.sister.pk],
        world.foreign.code,
    )
    client.post(edit, said(form) | {"title": "Hội thao", "partners": []})
    activity.refresh_from_db()
    assert (activity.title, list(activity.partners.all())) == ("Hội thao", [world.foreign])
