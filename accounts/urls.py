from django.urls import path

from accounts.views import folder

app_name = "accounts"

urlpatterns = [
    path("<int:pk>/comptes/", folder.FolderAccounts.as_view(), name="folder-accounts"),
]
