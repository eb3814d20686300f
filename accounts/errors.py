"""Why an action on accounts refuses, in words for the person who asked."""


class AccountError(Exception):
    """Base of the family; its text is shown as it stands."""


class AccountExists(AccountError):
    """The product has an account under this number already."""


class OwnerTwice(AccountError):
    """A contact stands twice under the same right."""


class TooMuchOwned(AccountError):
    """Full ownership with usufruct, or with bare ownership, passes 100 %."""
