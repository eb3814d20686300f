"""Why an action on accounts refuses, in words for the person who asked."""

from django.utils.translation import gettext as _

from text import formats


class AccountError(Exception):
    """Base of the family; its text is shown as it stands."""


class AccountExists(AccountError):
    """The product has an account under this number already."""


class OwnerTwice(AccountError):
    """A contact stands twice under the same right."""


class TooMuchOwned(AccountError):
    """Full ownership with usufruct, or with bare ownership, passes 100 %."""


class OwnerNotAllowed(AccountError):
    """An owner whom the person may not change, or who does not exist for them."""

    def __init__(self) -> None:
        super().__init__(_("Choose owners that you may change."))


class NoOwner(AccountError):
    """An account would be left without an owner."""

    def __init__(self) -> None:
        super().__init__(_("An account has at least one owner."))


class NotOwned(AccountError):
    """An account that was to go to somebody else is no longer owned by who gives it."""


class ValuedAlready(AccountError):
    """A correction would put two values at one date."""


class ClashesLeft(AccountError):
    """A reactivation whose clashes nobody resolved."""


class PlanChanged(AccountError):
    """What would be done is no longer what was shown."""

    def __init__(self) -> None:
        super().__init__(
            _("What would change is no longer what was shown. Look at it again, then press OK.")
        )


class TooManyAccounts(AccountError):
    """More accounts than one change takes."""

    def __init__(self, at_most: int) -> None:
        super().__init__(
            _("At most %(n)s accounts change owners at once: add a condition to the search.")
            % {"n": formats.number_fr(at_most)}
        )
