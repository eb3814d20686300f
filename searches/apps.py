from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from searches.querying.folding import teach_sqlite


class SearchesConfig(AppConfig):
    name = "searches"
    verbose_name = _("Searches")

    def ready(self) -> None:
        connection_created.connect(teach_sqlite)
