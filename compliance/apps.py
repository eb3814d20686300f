from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from contacts import extensions


class ComplianceConfig(AppConfig):
    name = "compliance"
    verbose_name = _("Compliance")

    def ready(self) -> None:
        from compliance.contact_extension import (  # noqa: PLC0415 - models are ready only now
            EXTENSION,
        )

        extensions.register(self.name, EXTENSION)
