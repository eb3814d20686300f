from django.urls import path

from contacts.views import adding, folder, listing

app_name = "contacts"

urlpatterns = [
    path("", listing.contact_list, name="contact-list"),
    path("ajouter/", adding.contact_add, name="contact-add"),
    path("ajouter/<slug:kind>/", adding.contact_create, name="contact-create"),
    path("<int:pk>/", folder.FolderGeneral.as_view(), name="contact-general"),
    path("<int:pk>/coordonnees/", folder.FolderCoordinates.as_view(), name="contact-coordinates"),
]
