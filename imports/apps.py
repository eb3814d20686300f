from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from contacts import extensions
from jobs import kinds


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        from imports.actions.account_import import working  # noqa: PLC0415 - models are ready
        from imports.actions.contact_import import (  # noqa: PLC0415 - models are ready only now
            analysis,
            importing,
            undoing,
        )
        from imports.contact_extension import EXTENSION  # noqa: PLC0415 - models are ready only now

        extensions.register(self.name, EXTENSION)
        for module in (analysis, importing, undoing):
            kinds.register(module.KIND)
        kinds.register(working.ANALYSIS)
        kinds.register(working.IMPORT)
