"""The administration: every page opens, what is saved enters the trail, and nothing is deleted."""

import pytest
from django.contrib import admin
from django.urls import reverse

from iscm.accounts.models import Change
from iscm.accounts.queries import trail
from iscm.registry.models import Mechanism

pytestmark = pytest.mark.django_db
MODELS = [m._meta.label_lower for m in admin.site._registry]


@pytest.mark.parametrize("label", MODELS)
def test_every_page_opens(admin_client, label):
    name = label.replace(".", "_")
    assert admin_client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    model = next(m for m in admin.site._registry if m._meta.label_lower == label)
    if row := model.objects.first():
        assert admin_client.get(reverse(f"admin:{name}_change", args=[row.pk])).status_code == 200


def form_of(admin_client, row):
    """What the page of a record would send unchanged."""
    page = admin_client.get(reverse("admin:registry_mechanism_change", args=[row.pk]))
    data = {}
    forms = [
        page.context["adminform"].form,
        *(f for s in page.context["inline_admin_formsets"] for f in s.formset),
    ]
    for form in [*forms, *(s.formset.management_form for s in page.context["inline_admin_formsets"])]:
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None else value
    return data


def test_an_edit_enters_the_trail_and_changes_nothing_else(admin_client):
    row = Mechanism.objects.get(slug="asem-migration")
    before = Change.objects.count()
    data = form_of(admin_client, row) | {"region": "Asia and Europe"}
    answer = admin_client.post(reverse("admin:registry_mechanism_change", args=[row.pk]), data)
    assert answer.status_code == 302, answer.context["errors"]
    (entry, *_) = trail("mechanism", "asem-migration")
    assert (entry.by, entry.before, entry.after) == (
        "admin",
        {"region": "Asia - Europe"},
        {"region": "Asia and Europe"},
    )
    assert Change.objects.count() == before + 1


def test_nothing_is_deleted_there(admin_client):
    row = Mechanism.objects.get(slug="cmc")
    assert admin_client.post(reverse("admin:registry_mechanism_delete", args=[row.pk])).status_code == 403
    assert Mechanism.objects.filter(slug="cmc").exists()


def test_the_trail_is_read_only(admin_client):
    assert admin_client.get(reverse("admin:accounts_change_add")).status_code == 403
