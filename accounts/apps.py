from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from accounts.queries.deletion import consequences  # noqa: PLC0415 - models are ready only now
        from contacts.merge_policy import register_consequence  # noqa: PLC0415 - same

        register_consequence(consequences)
