from django.urls import path

from alerts.views import accounts, clients, ownerless, reopening

app_name = "alerts"

urlpatterns = [
    path("clients/", clients.clients, name="clients"),
    path("comptes/", accounts.accounts, name="accounts"),
    path("comptes-sans-proprietaire/", ownerless.ownerless, name="ownerless"),
    path("comptes-sans-proprietaire/<int:pk>/", ownerless.give, name="ownerless-give"),
    path("clients/<int:pk>/rouvrir/", reopening.client, name="client-reopen"),
    path("comptes/<int:pk>/rouvrir/", reopening.account, name="account-reopen"),
]
