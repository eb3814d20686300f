from django.urls import path

from accounts.views import account, conversion, deleted, deletion, editing, folder, values

app_name = "accounts"

OF_CONTACT = "<int:pk>/comptes/"
OF_ACCOUNT = f"{OF_CONTACT}<int:account>/"

urlpatterns = [
    path("supprimes/", deleted.deleted, name="deleted"),
    path(
        "<int:pk>/transformer/nouveau/",
        conversion.OrganisationCreate.as_view(),
        name="organisation-create",
    ),
    path(OF_CONTACT, folder.FolderAccounts.as_view(), name="folder-accounts"),
    path(f"{OF_CONTACT}ajouter/", editing.AccountAdd.as_view(), name="account-add"),
    path(OF_ACCOUNT, account.AccountShow.as_view(), name="account-show"),
    path(f"{OF_ACCOUNT}modifier/", editing.AccountChange.as_view(), name="account-change"),
    path(f"{OF_ACCOUNT}supprimer/", deletion.AccountDelete.as_view(), name="account-delete"),
    path(f"{OF_ACCOUNT}situations/ajouter/", values.ValuationAdd.as_view(), name="valuation-add"),
    path(
        f"{OF_ACCOUNT}situations/<int:value>/",
        values.ValuationChange.as_view(),
        name="valuation-change",
    ),
]
