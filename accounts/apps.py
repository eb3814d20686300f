from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from contacts import extensions


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from accounts.contact_extension import EXTENSION  # noqa: PLC0415 - models are ready only now

        extensions.register(self.name, EXTENSION)
