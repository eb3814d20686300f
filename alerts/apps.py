from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "alerts"
    verbose_name = _("Alerts")

    def ready(self) -> None:
        from alerts.actions import merging  # noqa: PLC0415 - models are ready only now
        from alerts.queries.deletion import consequences  # noqa: PLC0415 - same
        from contacts.merge_policy import register_consequence  # noqa: PLC0415 - same

        register_consequence(consequences)
        merging.register()
