from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from contacts import extensions


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        from imports.contact_extension import EXTENSION  # noqa: PLC0415 - models are ready only now

        extensions.register(self.name, EXTENSION)
