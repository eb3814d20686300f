from django.urls import URLPattern, URLResolver, include, path

from contacts.enums import ChangeKind
from contacts.views import (
    adding,
    categories,
    change_category,
    change_keywords,
    change_people,
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
    proposals,
    recent_changes,
    recents,
    relations,
    to_dos,
)

app_name = "contacts"
Routes = list[URLPattern | URLResolver]

_RELATION = [
    path("", relations.RelationChange.as_view(), name="relation-change"),
    path("fin/", relations.RelationEnd.as_view(), name="relation-end"),
    path("retirer/", relations.RelationRemove.as_view(), name="relation-remove"),
    path("dossier/", relations.RelationOpenFolder.as_view(), name="relation-open-folder"),
]
_RELATIONS: Routes = [
    path("", relations.FolderRelations.as_view(), name="contact-relations"),
    path("ajouter/", relations.RelationChoose.as_view(), name="relation-choose"),
    path("ajouter/<int:other>/", relations.RelationAdd.as_view(), name="relation-add"),
    path("ajouter/personne/", relations.RelationAdd.as_view(), name="relation-add-person"),
    path("<int:relation>/", include(_RELATION)),
]
_TO_DO = [
    path("fait/", to_dos.ToDoTick.as_view(), name="to-do-tick"),
    path("a-refaire/", to_dos.ToDoReopen.as_view(), name="to-do-reopen"),
    path("reporter/", to_dos.ToDoPostpone.as_view(), name="to-do-postpone"),
    path("planifier/", to_dos.ToDoPlan.as_view(), name="to-do-plan"),
]
_NOTES: Routes = [
    path("", follow_ups.FolderFollowUps.as_view(), name="contact-follow-ups"),
    path("<int:note>/", follow_ups.FollowUpChange.as_view(), name="follow-up-change"),
    path("<int:note>/supprimer/", follow_ups.FollowUpDelete.as_view(), name="follow-up-delete"),
    path(
        "<int:note>/rendez-vous.ics",
        follow_ups.FollowUpCalendar.as_view(),
        name="follow-up-calendar",
    ),
    path("<int:note>/", include(_TO_DO)),
]
_FOLDER: Routes = [
    path("", general.FolderGeneral.as_view(), name="contact-general"),
    path("coordonnees/", coordinates.FolderCoordinates.as_view(), name="contact-coordinates"),
    path("conjoint/", couple.FolderCouple.as_view(), name="contact-couple"),
    path("relations/", include(_RELATIONS)),
    path("suivi/", include(_NOTES)),
    path("historique/", history.FolderHistory.as_view(), name="contact-history"),
    path("transformer/", conversion.ContactConvert.as_view(), name="contact-convert"),
    path("supprimer/", deleting.contact_delete, name="contact-delete"),
]
_PAIR = [
    path("ecarter/", duplicates.duplicate_apart, name="duplicate-apart"),
    path("comparer/", duplicates.duplicate_together, name="duplicate-together"),
]

urlpatterns = [
    path("", listing.contact_list, name="contact-list"),
    path("recents/", recents.recent_list, name="recent-list"),
    path("a-faire/", to_dos.to_do_list, name="to-do-list"),
    path("categorie/", change_category.contacts_regroup, name="contacts-regroup"),
    path("mots-cles/", change_keywords.contacts_keywords, name="contacts-keywords"),
    path("personnes/", change_people.contacts_people, name="contacts-people"),
    path("ajouter/", adding.contact_add, name="contact-add"),
    path("ajouter/<slug:kind>/", adding.contact_create, name="contact-create"),
    path("ajouter/<slug:kind>/ressemblants/", adding.contact_likely, name="contact-likely"),
    path("propositions/<slug:source>/", proposals.proposals, name="proposals"),
    path("choix/<slug:source>/", choices.choices, name="choices"),
    path("supprimer/", deleting.contacts_delete, name="contacts-delete"),
    path("transformer/", conversion.contacts_convert, name="contacts-convert"),
    path("fusionner/", merge.contacts_merge, name="contacts-merge"),
    path("fusions/", recent_changes.change_list, {"kind": ChangeKind.MERGE}, name="merge-list"),
    path("modifications/", recent_changes.change_list, name="change-list"),
    path("modifications/<int:pk>/annuler/", recent_changes.change_undo, name="change-undo"),
    path("doublons/", duplicates.duplicate_list, name="duplicate-list"),
    path("doublons/rechercher/", duplicates.duplicate_search, name="duplicate-search"),
    path("doublons/<int:first>/<int:second>/", include(_PAIR)),
    path("<int:source>/fusionner/", merge.contact_merge_choose, name="contact-merge-choose"),
    path("<int:source>/fusionner/<int:target>/", merge.contact_merge, name="contact-merge"),
    path("<int:pk>/", include(_FOLDER)),
]

_CATEGORIES = [
    path("", categories.CategoryList.as_view(), name="categories"),
    path("ajouter/", categories.CategorySave.as_view(), name="category-create"),
    path("<int:pk>/", categories.CategorySave.as_view(), name="category-change"),
    path("<int:pk>/supprimer/", categories.CategoryDelete.as_view(), name="category-delete"),
]
_KEYWORDS = [
    path("", firm_lists.TermList.as_view(), name="keywords"),
    path("<int:pk>/supprimer/", firm_lists.TermDelete.as_view(), name="keyword-delete"),
]
_LIST = [
    path("", firm_lists.TermList.as_view(), name="list"),
    path("<int:pk>/supprimer/", firm_lists.TermDelete.as_view(), name="list-delete"),
]
# The pages that stand in Services, under a name of their own: `services:columns`.
services: tuple[Routes, str] = (
    [
        path("contacts/colonnes/", columns.ColumnsCompose.as_view(), name="columns"),
        path("contacts/colonnes/<int:category>/", columns.ColumnsCompose.as_view(), name="columns"),
        path("contacts/categories/", include(_CATEGORIES)),
        path("contacts/mots-cles/", include(_KEYWORDS)),
        path("contacts/listes/<slug:firm_list>/", include(_LIST)),
    ],
    "services",
)
