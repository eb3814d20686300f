from django.urls import include, path

from accounts.views import (
    account,
    conversion,
    deleted,
    deletion,
    editing,
    folder,
    summary,
    values,
)

app_name = "accounts"

_ACCOUNT = [
    path("", account.AccountShow.as_view(), name="account-show"),
    path("modifier/", editing.AccountChange.as_view(), name="account-change"),
    path("supprimer/", deletion.AccountDelete.as_view(), name="account-delete"),
    path("situations/ajouter/", values.ValuationAdd.as_view(), name="valuation-add"),
    path("situations/<int:value>/", values.ValuationChange.as_view(), name="valuation-change"),
]

urlpatterns = [
    path("supprimes/", deleted.deleted, name="deleted"),
    path(
        "<int:pk>/transformer/nouveau/",
        conversion.OrganisationCreate.as_view(),
        name="organisation-create",
    ),
    path("<int:pk>/fiche/", summary.FolderSummary.as_view(), name="folder-summary"),
    path("<int:pk>/comptes/", folder.FolderAccounts.as_view(), name="folder-accounts"),
    path("<int:pk>/comptes/ajouter/", editing.AccountAdd.as_view(), name="account-add"),
    path("<int:pk>/comptes/<int:account>/", include(_ACCOUNT)),
]
