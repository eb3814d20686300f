"""A row's life on its page: added, changed, deleted, back; and two who do it at once."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from contacts.actions import conversion
from contacts.actions.deletion import delete
from contacts.actions.folder_rows import delete_row, save_row
from contacts.actions.merging import merge, plan_merge
from contacts.actions.merging import undo as undo_merge
from contacts.actions.undoing import undo as undo_change
from contacts.errors import EditConflict, RowRefused
from contacts.models import Change, Contact, OrganisationDetails
from wealth.models import DeclaredAsset, Income, Property

PAGE = "wealth:folder-properties"
HOME = {"kind": "RP", "label": "Angers", "holder": "COMM", "right": "full", "value": "320 000,50"}


def at(name, *keys):
    return reverse(f"wealth:row-{name}", args=keys)


def page(client, contact, name=PAGE):
    return client.get(reverse(name, args=[contact.pk]))


def cells(answer):
    """Return what the lists of the page say, row by row."""
    lists = answer.context["lists"]
    return [[cell.text for cell in line.cells] for listed in lists for line in listed.lines]


def last_message(answer):
    return list(get_messages(answer.wsgi_request))[-1]


def undo(client, answer):
    message = last_message(answer)
    return client.post(message.extra_tags.removeprefix("undo="))


def test_row_is_added_changed_deleted_and_back(person, adviser, sign_in):
    contact, client = person(), sign_in(adviser)
    add = at("add", contact.pk, "immobilier")
    opened = client.get(add)
    answer = client.post(add, HOME | {"version": 0, "opened": opened.context["opened"]})
    assert answer["Location"] == reverse(PAGE, args=[contact.pk])
    assert last_message(answer).message == "Enregistré\u202f: Angers."
    row = Property.objects.get()
    assert (row.contact_id, row.value, row.holder) == (contact.pk, Decimal("320000.50"), "COMM")
    narrow = "\u202f"
    assert cells(page(client, contact)) == [
        [
            *("Résidence principale", "Angers", "Communauté", "Pleine propriété", ""),
            *(f"320{narrow}000,50{narrow}€", "", ""),
        ]
    ]
    change = at("change", contact.pk, "immobilier", row.pk)
    opened = client.get(change)
    typed = HOME | {"outstanding": "90000", "version": 1, "opened": opened.context["opened"]}
    assert client.post(change, typed).status_code == 302
    row.refresh_from_db()
    assert row.outstanding == 90_000
    opened = client.get(change).context["opened"]
    deleted = client.post(at("delete", contact.pk, "immobilier", row.pk), {"opened": opened})
    assert last_message(deleted).message == "Supprimé\u202f: Angers."
    assert not Property.objects.exists()
    assert undo(client, deleted).status_code == 302
    back = Property.objects.get()
    assert (back.pk, back.outstanding, back.label) == (row.pk, 90_000, "Angers")
    kinds = Property.history.order_by("history_id").values_list("history_type", "history_user")
    assert list(kinds) == [(sign, adviser.pk) for sign in "+~-+"]
    assert Contact.objects.get(pk=contact.pk).version == 4


def test_history_tells_of_rows(person, adviser, sign_in, declare):
    contact, client = person(), sign_in(adviser)
    row = declare(contact, label="Angers", value=Decimal(1000))
    # What is changed at once is told with the creation.
    Property.history.update(history_date=timezone.now() - dt.timedelta(hours=1))
    row.value = Decimal(2000)
    save_row(row=row, version=1, by=adviser)
    delete_row(row=row, version=2, by=adviser)
    shown = client.get(reverse("contacts:contact-history", args=[contact.pk]))
    told = [entry.text for entry in shown.context["entries"]]
    assert [*told[:2], told[-1]] == [
        "a retiré le bien immobilier Résidence principale Angers",
        "a modifié le bien immobilier Résidence principale Angers",
        "a ajouté le bien immobilier Résidence principale Angers",
    ]


def test_deletion_is_listed_and_undone_from_recent_changes(person, adviser, sign_in, declare):
    contact, client = person(), sign_in(adviser)
    delete_row(row=declare(contact, label="Angers"), version=1, by=adviser)
    (line,) = client.get(reverse("contacts:change-list")).context["lines"]
    assert (line["entry"].what, line["entry"].subject.name) == (
        "Supprimé\u202f: Angers",
        str(contact),
    )
    client.post(line["undo_url"])
    assert Property.objects.get().label == "Angers"
    (line,) = client.get(reverse("contacts:change-list")).context["lines"]
    assert line["undo_url"] == ""


def test_undo_is_of_who_made_it_and_of_a_folder_that_one_changes(
    person, adviser, colleague, sign_in, declare
):
    contact = person(is_private=True)
    change = delete_row(row=declare(contact), version=1, by=adviser)
    address = reverse("contacts:change-undo", args=[change.pk])
    assert sign_in(colleague).post(address).status_code == 404
    assert not Property.objects.exists()


def test_undo_gives_way_to_another_of_the_kind(person, adviser, sign_in, declare):
    contact, client = person(), sign_in(adviser)
    income = declare(contact, Income, kind="salaires", annual_amount=Decimal(50_000))
    change = delete_row(row=income, version=1, by=adviser)
    declare(contact, Income, kind="salaires", annual_amount=Decimal(60_000))
    answer = client.post(reverse("contacts:change-undo", args=[change.pk]))
    assert last_message(answer).message == (
        "«\u202fSalaires et traitements nets\u202f» reste supprimé\u202f: un autre de cette nature "
        "a pris sa place."
    )
    assert Income.objects.get().annual_amount == 60_000
    assert Change.objects.get(pk=change.pk).undone_at is None


def test_one_income_of_a_kind(person, adviser, sign_in, declare):
    contact, client = person(), sign_in(adviser)
    standing = declare(contact, Income, kind="salaires", annual_amount=Decimal(50_000))
    add = at("add", contact.pk, "revenus")
    offered = client.get(add).context["form"].fields["kind"].choices
    assert [value for value, _label in offered] == [
        *("", "bnc_bic", "pensions", "fonciers", "capitaux", "autres")
    ]
    typed = {"kind": "salaires", "annual_amount": "1", "version": 1, "opened": "{}"}
    answer = client.post(add, typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "kind": ["Il y en a déjà un de cette nature\u202f: modifiez celui-là."]
    }
    change = at("change", contact.pk, "revenus", standing.pk)
    offered = client.get(change).context["form"].fields["kind"].choices
    assert "salaires" in dict(offered)
    second = Income(contact=contact, kind="salaires", annual_amount=1)
    contact.refresh_from_db()
    with pytest.raises(RowRefused):
        save_row(row=second, version=contact.version, by=adviser)


def test_what_must_be_filled_says_what_to_do(person, adviser, sign_in):
    contact, client = person(), sign_in(adviser)
    answer = client.post(at("add", contact.pk, "emprunts"), {"version": 0, "opened": "{}"})
    assert answer.context["form"].errors == {"kind": ["Choisissez dans la liste."]}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": "-1"}, "value"),
        ({"value": "beaucoup"}, "value"),
        ({"share": "0"}, "share"),
        ({"share": "101"}, "share"),
        ({"kind": "CHATEAU"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"label": "x" * 121}, "label"),
        ({"right": ""}, "right"),
        ({"value": "99999999999999999"}, "value"),
    ],
)
def test_bad_input_is_refused_beside_its_field(person, adviser, sign_in, wrong, field):
    contact, client = person(), sign_in(adviser)
    typed = HOME | wrong | {"version": 0, "opened": "{}"}
    answer = client.post(at("add", contact.pk, "immobilier"), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Property.objects.exists()


def test_two_who_change_one_row_choose(person, adviser, assistant, sign_in, declare):
    contact, client = person(assistant=assistant), sign_in(assistant)
    row = declare(contact, label="Angers", value=Decimal(1000))
    change = at("change", contact.pk, "immobilier", row.pk)
    opened = client.get(change).context["opened"]
    row.label = "Nantes"
    save_row(row=row, version=1, by=adviser)
    typed = {"kind": "RP", "label": "Brest", "holder": "TIT", "right": "full", "value": "1000"}
    answer = client.post(change, typed | {"version": 1, "opened": opened})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form["label"].value() == "Brest"
    other = form.edit_conflicts["label"]
    assert (other.value, other.who) == ("Nantes", str(adviser))
    row.refresh_from_db()
    assert row.label == "Nantes"


def test_what_other_pages_changed_stops_nobody(person, adviser, sign_in, declare):
    contact, client = person(), sign_in(adviser)
    first, second = declare(contact, label="Angers"), declare(contact, label="Nantes")
    change = at("change", contact.pk, "immobilier", first.pk)
    opened = client.get(change).context["opened"]
    delete_row(row=second, version=2, by=adviser)
    typed = {"kind": "RS", "label": "Angers", "holder": "TIT", "right": "full"}
    assert client.post(change, typed | {"version": 2, "opened": opened}).status_code == 302
    first.refresh_from_db()
    assert first.kind == "RS"


def test_row_changed_meanwhile_is_not_deleted(person, adviser, sign_in, declare):
    contact, client = person(), sign_in(adviser)
    row = declare(contact, label="Angers")
    opened = client.get(at("change", contact.pk, "immobilier", row.pk)).context["opened"]
    row.label = "Nantes"
    save_row(row=row, version=1, by=adviser)
    delete = at("delete", contact.pk, "immobilier", row.pk)
    answer = client.post(delete, {"opened": opened})
    assert (answer.status_code, answer.context["refusal"]) == (
        422,
        "Quelqu’un a modifié cette ligne depuis que vous l’avez ouverte. Rien n’est supprimé.",
    )
    assert Property.objects.exists()
    assert client.post(delete, {"opened": answer.context["opened"]}).status_code == 302
    assert not Property.objects.exists()


def test_row_deleted_meanwhile_keeps_what_was_typed(person, adviser, sign_in, declare):
    contact, client = person(), sign_in(adviser)
    row = declare(contact, label="Angers")
    change = at("change", contact.pk, "immobilier", row.pk)
    opened = client.get(change).context["opened"]
    delete_row(row=row, version=1, by=adviser)
    answer = client.post(change, HOME | {"version": 1, "opened": opened})
    assert answer.status_code == 422
    assert answer.context["form"]["value"].value() == "320 000,50"
    again = {"version": 2, "opened": answer.context["opened"]}
    assert client.post(answer.context["row_url"], HOME | again).status_code == 302
    assert Property.objects.get().value == Decimal("320000.50")
    gone = at("delete", contact.pk, "immobilier", row.pk)
    assert last_message(client.post(gone)).message == "Cette ligne est déjà supprimée."
    assert client.get(change).status_code == 404


def test_actions_refuse_an_old_version(person, adviser, declare):
    contact = person()
    row = declare(contact)
    with pytest.raises(EditConflict):
        save_row(row=row, version=0, by=adviser)
    with pytest.raises(EditConflict):
        delete_row(row=row, version=0, by=adviser)


def test_reader_sees_rows_and_changes_none(person, junior, sign_in, declare):
    contact = person()
    row = declare(contact, label="Angers")
    junior.user_permissions.add(Permission.objects.get(codename="see_other_advisers_contacts"))
    client = sign_in(junior)
    answer = page(client, contact)
    assert cells(answer)[0][1] == "Angers"
    assert "patrimoine/immobilier" not in answer.content.decode()
    for address in (
        at("add", contact.pk, "immobilier"),
        at("change", contact.pk, "immobilier", row.pk),
        at("delete", contact.pk, "immobilier", row.pk),
    ):
        assert client.post(address, HOME).status_code == 403
    assert client.get(at("change", contact.pk, "immobilier", row.pk)).status_code == 403


def test_row_of_another_folder_or_list_is_none(person, adviser, sign_in, declare):
    contact, other, client = person(), person(), sign_in(adviser)
    row = declare(other)
    assert client.get(at("change", contact.pk, "immobilier", row.pk)).status_code == 404
    assert client.get(at("change", other.pk, "revenus", row.pk)).status_code == 404
    assert client.get(at("add", other.pk, "rien")).status_code == 404


def test_organisation_has_no_incomes_nor_expenses(organisation, adviser, sign_in):
    contact, client = organisation(), sign_in(adviser)
    assert client.get(reverse("wealth:folder-budget", args=[contact.pk])).status_code == 404
    assert client.get(at("add", contact.pk, "revenus")).status_code == 404
    assert client.get(at("add", contact.pk, "placements")).status_code == 200


def test_htmx_gets_the_lists_alone_with_the_same_form(person, adviser, sign_in, declare):
    contact, client = person(), sign_in(adviser)
    row = declare(contact, label="Angers")
    change = at("change", contact.pk, "immobilier", row.pk)
    part = client.get(change, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="rows">')
    whole = client.get(change).content.decode()
    assert 'value="Angers"' in part
    assert 'value="Angers"' in whole
    assert whole.lstrip().lower().startswith("<!doctype html>")


def foot(answer):
    (listed,) = answer.context["lists"]
    return [
        (str(words), {cell.field.name: cell.text for cell in cells if cell.text})
        for words, cells in listed.foot
    ]


def test_sums_stand_under_the_list_and_bare_ownership_apart(person, adviser, sign_in, declare):
    contact, client = person(), sign_in(adviser)
    assert foot(page(client, contact)) == []
    declare(contact, value=Decimal("100.25"), annual_rent=Decimal(10))
    declare(contact, value=Decimal("200.50"), right="usufruct")
    euros = "\u202f€"
    whole = (
        "Total, pleine propriété et usufruit",
        {"value": f"300,75{euros}", "annual_rent": f"10,00{euros}"},
    )
    assert foot(page(client, contact)) == [whole]
    declare(contact, value=Decimal(1000), right="bare")
    assert foot(page(client, contact)) == [
        whole,
        ("Nue-propriété, hors total", {"value": f"1\u202f000,00{euros}"}),
    ]


def test_part_held_stands_under_the_total_of_whole_values(person, adviser, sign_in, declare):
    """It is what Foyer counts; where it is all of it, the total says so alone."""
    contact, client = person(), sign_in(adviser)
    declare(contact, value=Decimal(400_000), outstanding=Decimal(90_001), holder="COMM")
    declare(contact, value=Decimal(100_000), holder="INDIV", share=Decimal(30))
    declare(contact, value=Decimal(50_000), holder="CJT")
    declare(contact, value=Decimal(1_000), holder="COMM", right="bare")
    declare(contact, DeclaredAsset, kind="AV", value=Decimal(500), holder="COMM")

    euros = "\u202f€"
    assert foot(page(client, contact)) == [
        (
            "Total, pleine propriété et usufruit",
            {"value": f"550\u202f000,00{euros}", "outstanding": f"90\u202f001,00{euros}"},
        ),
        (
            "dont part détenue",
            {"value": f"230\u202f000,00{euros}", "outstanding": f"45\u202f000,50{euros}"},
        ),
        ("Nue-propriété, hors total", {"value": f"1\u202f000,00{euros}"}),
    ]
    assert foot(page(client, contact, "wealth:folder-assets")) == [
        ("Total", {"value": f"500,00{euros}"}),
        ("dont part détenue", {"value": f"250,00{euros}"}),
    ]
    totals = page(client, contact, "wealth:folder-household").context["totals"]
    assert (totals.properties.contact, totals.investments.contact) == (230_000, 250)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("wealth:folder-properties", 7),
        ("wealth:folder-assets", 7),
        ("wealth:folder-debts", 7),
        ("wealth:folder-budget", 8),
    ],
)
def test_pages_take_as_many_queries_for_any_number_of_rows(
    person, adviser, sign_in, declare, django_assert_num_queries, rows, name, queries
):
    contact, client = person(), sign_in(adviser)
    for kind in ("salaires", "pensions", "autres")[:rows]:
        declare(contact, label=kind)
        declare(contact, DeclaredAsset, kind="AV")
        declare(contact, Income, kind=kind, annual_amount=Decimal(1))
    page(client, contact, name)
    with django_assert_num_queries(queries):
        page(client, contact, name)


def test_rows_stay_when_the_folder_is_converted_and_back(person, adviser, sign_in, declare):
    contact, client = person(), sign_in(adviser)
    declare(contact, label="Angers", holder="COMM")
    declare(contact, Income, kind="salaires", annual_amount=Decimal(50_000))
    contact.refresh_from_db()
    details = OrganisationDetails(legal_name="Moreau SAS")
    conversion.convert(contact=contact, details=details, version=contact.version, by=adviser)
    answer = page(client, contact)
    # What an organisation declares it holds itself: nobody asks by whom.
    assert cells(answer) == [["Résidence principale", "Angers", "Pleine propriété", *[""] * 4]]
    labels = [tab["label"] for group in answer.context["tabs"] for tab in group["entries"]]
    assert "Revenus et charges" not in labels
    assert Property.objects.get().holder == "COMM"
    assert Income.objects.get().annual_amount == 50_000


def test_rows_go_with_a_deleted_folder_and_come_back(person, adviser, sign_in, declare):
    contact, client = person(), sign_in(adviser)
    declare(contact, label="Angers")
    change = delete(contact_ids=[contact.pk], by=adviser)
    answer = client.post(at("add", contact.pk, "immobilier"), HOME | {"version": 1})
    # What was typed is given back, in its words.
    assert answer.status_code == 410
    assert "Angers" in answer.content.decode()
    assert page(client, contact).status_code in {404, 410}
    assert Property.objects.count() == 1
    undo_change(change=change, by=adviser)
    assert cells(page(client, contact))[0][1] == "Angers"


def test_merge_brings_rows_and_keeps_one_income_of_a_kind(person, adviser, sign_in, declare):
    source, target, client = person(), person("Petit"), sign_in(adviser)
    declare(source, label="Angers")
    declare(source, Income, kind="salaires", annual_amount=Decimal(1))
    declare(source, Income, kind="pensions", annual_amount=Decimal(2))
    declare(target, Income, kind="salaires", annual_amount=Decimal(3))
    shown = plan_merge(source=source, target=target, by=adviser)
    done = merge(source=source, target=target, shown=shown.digest, by=adviser)
    assert cells(page(client, target))[0][1] == "Angers"
    incomes = Income.objects.filter(contact=target).order_by("pk")
    kept = [("pensions", 2), ("salaires", 3)]
    assert sorted(incomes.values_list("kind", "annual_amount")) == kept
    undo_merge(merge=done, by=adviser)
    assert cells(page(client, target)) == []
    assert cells(page(client, source))[0][1] == "Angers"
    assert Income.objects.filter(contact=source).count() == 2
