from django.contrib import admin
from django.urls import include, path

from contacts.urls import services as services_of_contacts
from imports.urls import documents
from o2s_contacts import catalogue, own_account, views

urlpatterns = [
    path("", views.home, name="home"),
    path("accueil/vu/<int:pk>/", views.lost_sight_dismiss, name="lost-sight-dismiss"),
    path("search/", views.search, name="search"),
    path("login/", views.Login.as_view(), name="login"),
    path("session/", views.session_stay, name="session-stay"),
    path("logout/", views.Logout.as_view(), name="logout"),
    path("mon-compte/", own_account.own_account, name="own-account"),
    path("mon-compte/confirmer/<int:pk>/", own_account.confirm_password, name="password-confirm"),
    path("contacts/", include("contacts.urls")),
    # The pages of a folder that show accounts stand among the contact's own.
    path("contacts/", include("accounts.urls")),
    path("contacts/", include("wealth.urls")),
    path("contacts/", include(documents)),
    path("contacts/", include("compliance.urls")),
    path("alertes/", include("alerts.urls")),
    path("imports/", include("imports.urls")),
    path("traitements/", include("jobs.urls")),
    path("requetes/", include("searches.urls")),
    path("services/", views.services, name="services"),
    path(
        "services/personnalisation/",
        views.services,
        {"tab": "services-personalisation"},
        name="services-personalisation",
    ),
    path("services/", include(services_of_contacts)),
    path("administration/", admin.site.urls),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
]

handler500 = "o2s_contacts.views.server_error"
