from django.urls import URLPattern, URLResolver, include, path

from compliance.views import profile, rows, taxes
from compliance.views.rows import ComplianceRows as Rows
from contacts.views.folder_rows import row_paths

app_name = "compliance"

_VERSION = [
    path("", profile.ProfileShow.as_view(), name="profile-show"),
    path("modifier/", profile.ProfileChange.as_view(), name="profile-change"),
    path("supprimer/", profile.ProfileDelete.as_view(), name="profile-delete"),
]
_FOLDER: list[URLPattern | URLResolver] = [
    path("profil-investisseur/", profile.ProfileShow.as_view(), name="folder-profile"),
    path("profil-investisseur/nouveau/", profile.ProfileChange.as_view(), name="profile-add"),
    path("profil-investisseur/<int:profile>/", include(_VERSION)),
    path("objectifs/", Rows.as_view(shows=rows.OBJECTIVES), name="folder-objectives"),
    path("origine-des-fonds/", Rows.as_view(shows=rows.FUNDS), name="folder-funds"),
    path("residences-fiscales/", Rows.as_view(shows=rows.RESIDENCES), name="folder-taxes"),
    path("residences-fiscales/modifier/", taxes.TaxChange.as_view(), name="tax-change"),
    path("consentements/", Rows.as_view(shows=rows.CONSENTS), name="folder-consents"),
    path("beneficiaires-effectifs/", Rows.as_view(shows=rows.OWNERS), name="folder-owners"),
    path("donnees-financieres/", Rows.as_view(shows=rows.YEARS), name="folder-years"),
]

urlpatterns = [path("<int:pk>/", include(_FOLDER)), *row_paths(Rows, "conformite")]
