from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from contacts import extensions


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = _("Contacts")

    def ready(self) -> None:
        # Importing them connects them.
        from contacts import receivers  # noqa: F401, PLC0415
        from contacts.actions.merging.policies import EXTENSION  # noqa: PLC0415 - models are ready only now

        extensions.register(self.name, EXTENSION)
