from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from accounts import receivers  # noqa: PLC0415 - models are ready only now
        from accounts.actions import merging  # noqa: PLC0415 - same

        receivers.register()
        merging.register()
