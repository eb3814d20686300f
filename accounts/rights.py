"""What a profile may hold, as `app.codename`: the rights of the module Comptes."""

ADD = "accounts.add_accounts"
CHANGE = "accounts.change_accounts"
CHANGE_OWNERS = "accounts.change_owners"
DELETE = "accounts.delete_accounts"
REACTIVATE = "accounts.reactivate_accounts"
