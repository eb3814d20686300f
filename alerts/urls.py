from django.urls import path

from alerts.views import accounts, clients

app_name = "alerts"

urlpatterns = [
    path("clients/", clients.clients, name="clients"),
    path("comptes/", accounts.accounts, name="accounts"),
]
