"""What a profile may hold: the rights of the module Comptes."""

from django.utils.translation import gettext_lazy as _

from users.rights import Rank, Right

_OF = "accounts.Account"

ADD = Right(_OF, "add_accounts", _("Add accounts"), Rank.JUNIOR)
CHANGE = Right(_OF, "change_accounts", _("Change accounts and their values"), Rank.JUNIOR)
CHANGE_OWNERS = Right(_OF, "change_owners", _("Change the owners of accounts"), Rank.ASSISTANT)
DELETE = Right(_OF, "delete_accounts", _("Delete accounts"), Rank.ADVISER)
REACTIVATE = Right(_OF, "reactivate_accounts", _("Reactivate deleted accounts"), Rank.MANAGER)
