"""What a profile may hold about imports."""

from django.utils.translation import gettext_lazy as _

from alerts import rights as alert_rights
from contacts import rights as contact_rights
from users.models import User
from users.rights import Rank, Right

_OF = "imports.ImportRun"

SEE = Right(_OF, "see_runs", _("See the imports of the night"), Rank.ASSISTANT)
CONFIRM = Right(_OF, "confirm_runs", _("Confirm suspended imports"), Rank.MANAGER)
PROFILES = Right(
    "imports.ImportProfile",
    "manage_profiles",
    _("Describe partners’ files"),
    Rank.ADMINISTRATOR,
)


def may_send_accounts(user: User) -> bool:
    """Tell whether the user may send files of accounts: who imports contacts and treats alerts.

    A file leaves alerts, and its lines set aside are for who treats these. It is matched with its
    sender's eyes for good: not while private folders are hidden from them.
    """
    asked = (contact_rights.IMPORT, alert_rights.TREAT)
    return user.has_perms(asked) and not user.hides_private_folders
