from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from contacts import extensions


class AlertsConfig(AppConfig):
    name = "alerts"
    verbose_name = _("Alerts")

    def ready(self) -> None:
        from alerts.contact_extension import EXTENSION  # noqa: PLC0415 - models are ready only now

        extensions.register(self.name, EXTENSION)
