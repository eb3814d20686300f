from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class ProjectConfig(AppConfig):
    name = "o2s_contacts"

    def ready(self) -> None:
        from o2s_contacts import profiles  # noqa: PLC0415 - models are ready only now

        # Permissions do not exist while migrations run; profiles are made after them.
        post_migrate.connect(profiles.make_default_profiles, dispatch_uid="default-profiles")
        post_migrate.connect(profiles.make_first_categories, dispatch_uid="first-categories")


class AdministrationConfig(AdminConfig):
    default_site = "o2s_contacts.admin_site.Administration"
