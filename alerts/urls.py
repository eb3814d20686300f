from django.urls import path

from alerts.views import accounts, clients, reopening

app_name = "alerts"

urlpatterns = [
    path("clients/", clients.clients, name="clients"),
    path("comptes/", accounts.accounts, name="accounts"),
    path("clients/<int:pk>/rouvrir/", reopening.client, name="client-reopen"),
    path("comptes/<int:pk>/rouvrir/", reopening.account, name="account-reopen"),
]
