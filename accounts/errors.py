"""Why an action on accounts refuses, in words for the person who asked."""


class AccountError(Exception):
    """Base of the family; its text is shown as it stands."""


class AccountExists(AccountError):
    """The product has an account under this number already."""


class OwnerTwice(AccountError):
    """A contact stands twice under the same right."""


class TooMuchOwned(AccountError):
    """Full ownership with usufruct, or with bare ownership, passes 100 %."""


class EditedMeanwhile(AccountError):
    """Somebody saved the account since its form was opened."""


class OwnerNotAllowed(AccountError):
    """An owner whom the person may not change, or who does not exist for them."""


class NoOwner(AccountError):
    """An account would be left without an owner."""


class NotOwned(AccountError):
    """An account that was to go to somebody else is no longer owned by who gives it."""


class ValuedAlready(AccountError):
    """A correction would put two values at one date."""


class ClashesLeft(AccountError):
    """A reactivation whose clashes nobody resolved."""
