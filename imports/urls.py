from django.urls import URLPattern, URLResolver, include, path

from imports.views import (
    account_import,
    contact_import_confirm,
    contact_import_files,
    contact_import_list,
    contact_import_rows,
    contact_import_show,
    downloads,
    fact_find_received,
    fact_find_update,
    fact_find_upload,
    printing,
    profile_editing,
    profiles,
    runs,
)
from imports.views import documents as document_views

app_name = "imports"
Routes = list[URLPattern | URLResolver]

# One file of contacts.
_CONTACT_IMPORT = [
    path("", contact_import_show.show, name="contact-import-show"),
    path("avancement/", contact_import_show.progress, name="contact-import-progress"),
    path("annuler/", contact_import_show.cancel, name="contact-import-cancel"),
    path("analyser/", contact_import_show.start_analysis, name="contact-import-analyse"),
    path("retirer/", contact_import_show.take_away, name="contact-import-discard"),
    path("corriger/", contact_import_rows.correct_everywhere, name="contact-import-correct"),
    path("importer/", contact_import_confirm.confirm, name="contact-import-confirm"),
    path("defaire/", contact_import_confirm.take_back, name="contact-import-undo"),
    path("rejets/", contact_import_files.rejects, name="contact-import-rejects"),
    path("liste/", contact_import_rows.add_to_list, name="contact-import-add"),
    path("lignes/", contact_import_rows.save_rows, name="contact-import-rows"),
    path("lignes/<int:line>/", contact_import_rows.show_row, name="contact-import-row"),
    path("choisir/", contact_import_rows.choose_for_all, name="contact-import-choose"),
]

urlpatterns = [
    path("", runs.runs, name="runs"),
    path("comptes/", account_import.account_import, name="account-import"),
    path("comptes/modele/", account_import.account_model_fetch, name="account-model"),
    path(
        "comptes/<int:pk>/decider/",
        account_import.account_import_decide,
        name="account-import-decide",
    ),
    path("contacts/", contact_import_list.contact_imports, name="contact-import-list"),
    path("contacts/modele/", contact_import_files.model, name="contact-import-model"),
    path("contacts/fichiers/<int:pk>/", include(_CONTACT_IMPORT)),
    path("recueil/", fact_find_upload.fact_find_create, name="fact-find-create"),
    path("recueil/<int:pk>/", fact_find_received.fact_find_received, name="fact-find-received"),
    path(
        "contacts/<int:pk>/recueil/",
        fact_find_update.FactFindUpdate.as_view(),
        name="fact-find-update",
    ),
    path(
        "contacts/<int:pk>/recueil/<int:form>/",
        fact_find_update.FactFindCompare.as_view(),
        name="fact-find-compare",
    ),
    path("modele-fp1/", downloads.feed_model, name="feed-model"),
    path("profils/", profiles.profiles, name="profile-list"),
    path("profils/nouveau/", profile_editing.ProfileEdit.as_view(), name="profile-create"),
    path("profils/importer/", profiles.profile_import, name="profile-import"),
    path("profils/<int:pk>/", profile_editing.ProfileEdit.as_view(), name="profile-change"),
    path("profils/<int:pk>/en-vigueur/", profiles.profile_force, name="profile-force"),
    path(
        "profils/<int:pk>/versions/<int:number>/", profiles.profile_version, name="profile-version"
    ),
    path(
        "profils/<int:pk>/versions/<int:number>/json/",
        profiles.profile_export,
        name="profile-export",
    ),
    path("<int:pk>/", runs.run, name="run"),
    path("<int:pk>/decider/", runs.decide, name="run-decide"),
    path("<int:pk>/rapport/", downloads.report, name="run-report"),
    path("<int:pk>/rejets/", downloads.rejects, name="run-rejects"),
]

_DOCUMENT = [
    path("", document_views.DocumentFetch.as_view(), name="document-fetch"),
    path("supprimer/", document_views.DocumentDelete.as_view(), name="document-delete"),
]
# The pages that stand among a contact's own: `documents:document-list`.
documents: tuple[Routes, str] = (
    [
        path("recueil/<slug:kind>/", printing.form_blank, name="form-blank"),
        path("<int:pk>/recueil/imprimer/", printing.FormPrint.as_view(), name="form-print"),
        path("<int:pk>/documents/", document_views.DocumentList.as_view(), name="document-list"),
        path("<int:pk>/documents/<int:document>/", include(_DOCUMENT)),
    ],
    "documents",
)
