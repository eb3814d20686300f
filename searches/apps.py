from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from contacts import extensions
from jobs import kinds
from searches.querying.folding import teach_sqlite


class SearchesConfig(AppConfig):
    name = "searches"
    verbose_name = _("Searches")

    def ready(self) -> None:
        from searches.actions.exports import KIND  # noqa: PLC0415 - models are ready only now
        from searches.contact_extension import EXTENSION  # noqa: PLC0415 - the same

        connection_created.connect(teach_sqlite)
        extensions.register(self.name, EXTENSION)
        kinds.register(KIND)
