from django.urls import path

from contacts.views import adding, coordinates, deleting, general, listing

app_name = "contacts"

urlpatterns = [
    path("", listing.contact_list, name="contact-list"),
    path("ajouter/", adding.contact_add, name="contact-add"),
    path("ajouter/<slug:kind>/", adding.contact_create, name="contact-create"),
    path("supprimer/", deleting.contacts_delete, name="contacts-delete"),
    path("supprimer/annuler/", deleting.contacts_undelete, name="contacts-undelete"),
    path("<int:pk>/supprimer/", deleting.contact_delete, name="contact-delete"),
    path("<int:pk>/", general.FolderGeneral.as_view(), name="contact-general"),
    path(
        "<int:pk>/coordonnees/", coordinates.FolderCoordinates.as_view(), name="contact-coordinates"
    ),
]
