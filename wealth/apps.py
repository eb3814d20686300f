from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from contacts import extensions


class WealthConfig(AppConfig):
    name = "wealth"
    verbose_name = _("Declared wealth")

    def ready(self) -> None:
        from wealth.contact_extension import EXTENSION  # noqa: PLC0415 - models are ready only now

        extensions.register(self.name, EXTENSION)
