"""The account that an investment is followed as: offered, named, never dropped unseen."""

from decimal import Decimal

from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import Ownership
from wealth.models import DeclaredAsset


def change_url(row):
    return reverse("wealth:row-change", args=[row.contact_id, "placements", row.pk])


def offered(form):
    return [label for _key, label in form.fields["account"].choices if label]


def test_form_offers_the_accounts_of_the_folder(person, declare, hold, adviser, sign_in):
    anne, other = person(), person("Autre")
    mine = hold("AV-1", "1000.00", anne)
    hold("AV-2", "1000.00", other)
    row = declare(anne, DeclaredAsset, kind="AV")
    client = sign_in(adviser)
    opened = client.get(change_url(row))
    assert offered(opened.context["form"]) == ["Horizon AV-1"]
    typed = {"kind": "AV", "holder": "TIT", "account": mine.pk, "version": 1}
    typed["opened"] = opened.context["opened"]
    assert client.post(change_url(row), typed).status_code == 302
    row.refresh_from_db()
    assert row.account == mine
    answer = client.get(reverse("wealth:folder-assets", args=[anne.pk]))
    (listed,) = answer.context["lists"]
    assert listed.lines[0].cells[-1].text == "AV-1"


def test_account_that_went_to_a_hidden_folder_is_not_named_and_not_dropped(
    person, declare, hold, adviser, colleague, sign_in
):
    anne, secret = person(), person("Secret", is_private=True)
    account = hold("AV-1", "1000.00", anne)
    row = declare(anne, DeclaredAsset, kind="AV", value=Decimal(900), account=account)
    Ownership.objects.get().delete()
    Ownership(account=account, contact=secret).save()
    rights = ("see_other_advisers_contacts", "change_other_advisers_contacts")
    colleague.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = sign_in(colleague)
    page = client.get(reverse("wealth:folder-assets", args=[anne.pk]))
    assert "AV-1" not in page.content.decode()
    opened = client.get(change_url(row))
    assert "AV-1" not in opened.content.decode()
    typed = {"kind": "AV", "holder": "TIT", "value": "950", "account": "", "version": 1}
    typed["opened"] = opened.context["opened"]
    assert client.post(change_url(row), typed).status_code == 302
    row.refresh_from_db()
    assert (row.value, row.account) == (950, account)
