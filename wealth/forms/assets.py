"""The form of a declared investment: the account that it may be followed as."""

from typing import Any

from accounts.models import Account
from contacts.forms.folder_rows import RowForm


class AssetForm(RowForm):
    """Offers the folder's accounts; one that the reader may not know of stays as it is, unseen."""

    # The account that stands, where the folder's list does not have it.
    unseen: Account | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        owned = Account.objects.filter(owners=self.instance.contact).distinct()
        field.queryset = owned.select_related("product").order_by("product__name", "number")
        field.label_from_instance = named
        standing = self.instance.account_id
        if standing and not field.queryset.filter(pk=standing).exists():
            self.unseen, self.initial["account"] = self.instance.account, None

    def clean_account(self) -> Account | None:
        chosen: Account | None = self.cleaned_data["account"]
        return chosen or self.unseen


def named(account: Account) -> str:
    return f"{account.product.name} {account.number}"
