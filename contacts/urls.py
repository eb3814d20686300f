from django.urls import path

from contacts.enums import ChangeKind
from contacts.views import (
    adding,
    categories,
    change_category,
    choices,
    columns,
    conversion,
    coordinates,
    couple,
    deleting,
    duplicates,
    firm_lists,
    follow_ups,
    general,
    history,
    listing,
    merge,
    recent_changes,
    recents,
    relations,
)

app_name = "contacts"

urlpatterns = [
    path("", listing.contact_list, name="contact-list"),
    path("recents/", recents.recent_list, name="recent-list"),
    path("categorie/", change_category.contacts_regroup, name="contacts-regroup"),
    path("ajouter/", adding.contact_add, name="contact-add"),
    path("ajouter/<slug:kind>/", adding.contact_create, name="contact-create"),
    path("ajouter/<slug:kind>/ressemblants/", adding.contact_likely, name="contact-likely"),
    path("choix/<slug:source>/", choices.choices, name="choices"),
    path("supprimer/", deleting.contacts_delete, name="contacts-delete"),
    path("fusionner/", merge.contacts_merge, name="contacts-merge"),
    path("fusions/", recent_changes.change_list, {"kind": ChangeKind.MERGE}, name="merge-list"),
    path("modifications/", recent_changes.change_list, name="change-list"),
    path("modifications/<int:pk>/annuler/", recent_changes.change_undo, name="change-undo"),
    path("doublons/", duplicates.duplicate_list, name="duplicate-list"),
    path(
        "doublons/<int:first>/<int:second>/ecarter/",
        duplicates.duplicate_apart,
        name="duplicate-apart",
    ),
    path(
        "doublons/<int:first>/<int:second>/comparer/",
        duplicates.duplicate_together,
        name="duplicate-together",
    ),
    path("<int:source>/fusionner/", merge.contact_merge_choose, name="contact-merge-choose"),
    path("<int:source>/fusionner/<int:target>/", merge.contact_merge, name="contact-merge"),
    path("transformer/", conversion.contacts_convert, name="contacts-convert"),
    path("<int:pk>/transformer/", conversion.ContactConvert.as_view(), name="contact-convert"),
    path("<int:pk>/supprimer/", deleting.contact_delete, name="contact-delete"),
    path("<int:pk>/", general.FolderGeneral.as_view(), name="contact-general"),
    path("<int:pk>/historique/", history.FolderHistory.as_view(), name="contact-history"),
    path(
        "<int:pk>/coordonnees/", coordinates.FolderCoordinates.as_view(), name="contact-coordinates"
    ),
    path("<int:pk>/conjoint/", couple.FolderCouple.as_view(), name="contact-couple"),
    path("<int:pk>/relations/", relations.FolderRelations.as_view(), name="contact-relations"),
    path("<int:pk>/relations/ajouter/", relations.RelationChoose.as_view(), name="relation-choose"),
    path(
        "<int:pk>/relations/ajouter/<int:other>/",
        relations.RelationAdd.as_view(),
        name="relation-add",
    ),
    path(
        "<int:pk>/relations/ajouter/personne/",
        relations.RelationAdd.as_view(),
        name="relation-add-person",
    ),
    path(
        "<int:pk>/relations/<int:relation>/",
        relations.RelationChange.as_view(),
        name="relation-change",
    ),
    path(
        "<int:pk>/relations/<int:relation>/fin/",
        relations.RelationEnd.as_view(),
        name="relation-end",
    ),
    path(
        "<int:pk>/relations/<int:relation>/retirer/",
        relations.RelationRemove.as_view(),
        name="relation-remove",
    ),
    path(
        "<int:pk>/relations/<int:relation>/dossier/",
        relations.RelationOpenFolder.as_view(),
        name="relation-open-folder",
    ),
    path("<int:pk>/suivi/", follow_ups.FolderFollowUps.as_view(), name="contact-follow-ups"),
    path(
        "<int:pk>/suivi/<int:note>/",
        follow_ups.FollowUpChange.as_view(),
        name="follow-up-change",
    ),
    path(
        "<int:pk>/suivi/<int:note>/supprimer/",
        follow_ups.FollowUpDelete.as_view(),
        name="follow-up-delete",
    ),
]

# The pages that stand in Services, under a name of their own: `services:columns`.
services = (
    [
        path("contacts/colonnes/", columns.ColumnsCompose.as_view(), name="columns"),
        path("contacts/colonnes/<int:category>/", columns.ColumnsCompose.as_view(), name="columns"),
        path("contacts/categories/", categories.CategoryList.as_view(), name="categories"),
        path(
            "contacts/categories/ajouter/",
            categories.CategorySave.as_view(),
            name="category-create",
        ),
        path(
            "contacts/categories/<int:pk>/",
            categories.CategorySave.as_view(),
            name="category-change",
        ),
        path(
            "contacts/categories/<int:pk>/supprimer/",
            categories.CategoryDelete.as_view(),
            name="category-delete",
        ),
        path("contacts/mots-cles/", firm_lists.TermList.as_view(), name="keywords"),
        path(
            "contacts/mots-cles/<int:pk>/supprimer/",
            firm_lists.TermDelete.as_view(),
            name="keyword-delete",
        ),
        path("contacts/listes/<slug:firm_list>/", firm_lists.TermList.as_view(), name="list"),
        path(
            "contacts/listes/<slug:firm_list>/<int:pk>/supprimer/",
            firm_lists.TermDelete.as_view(),
            name="list-delete",
        ),
    ],
    "services",
)
