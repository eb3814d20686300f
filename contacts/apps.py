from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from contacts import extensions
from jobs import kinds


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = _("Contacts")

    def ready(self) -> None:
        # Importing them connects them.
        from contacts import receivers  # noqa: F401, PLC0415
        from contacts.actions.duplicate_search import KIND  # noqa: PLC0415 - models are ready only now
        from contacts.actions.merging.policies import EXTENSION  # noqa: PLC0415 - the same

        extensions.register(self.name, EXTENSION)
        kinds.register(KIND)
