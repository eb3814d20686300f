from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from contacts import extensions
from searches.querying.folding import teach_sqlite


class SearchesConfig(AppConfig):
    name = "searches"
    verbose_name = _("Searches")

    def ready(self) -> None:
        from searches.contact_extension import EXTENSION  # noqa: PLC0415 - models are ready only now

        connection_created.connect(teach_sqlite)
        extensions.register(self.name, EXTENSION)
