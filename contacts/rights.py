"""What a profile may hold: the rights of the module Contacts."""

from django.utils.translation import gettext_lazy as _

from users.models import User
from users.rights import Rank, Right

_OF = "contacts.Contact"

SEE_OTHERS = Right(
    _OF, "see_other_advisers_contacts", _("See other advisers' contacts"), Rank.ASSISTANT
)
CHANGE_OTHERS = Right(
    _OF, "change_other_advisers_contacts", _("Change other advisers' contacts"), Rank.ASSISTANT
)
CREATE_PRIVATE = Right(_OF, "create_private_folder", _("Creation of private folders"), Rank.ADVISER)
# To choose who follows contacts of others, or whose leads they are not.
ASSIGN = Right(_OF, "assign_contacts", _("Assign contacts"), Rank.MANAGER)
DELETE = Right(_OF, "delete_contacts", _("Delete contacts"), Rank.ADVISER)
REACTIVATE = Right(_OF, "reactivate_contacts", _("Reactivate deleted contacts"), Rank.MANAGER)
MERGE = Right(_OF, "merge_contacts", _("Merge contacts"), Rank.ASSISTANT)
EXPORT = Right(_OF, "export_contacts", _("Export contacts"), Rank.JUNIOR)
IMPORT = Right(_OF, "import_contacts", _("Import contacts"), Rank.ASSISTANT)
MANAGE_KEYWORDS = Right(
    _OF, "manage_keywords", _("Manage keywords and the firm's lists"), Rank.MANAGER
)
MANAGE_CATEGORIES = Right(_OF, "manage_categories", _("Manage categories"), Rank.MANAGER)
MANAGE_COLUMNS = Right(
    _OF, "manage_columns", _("Choose the columns of the contacts table"), Rank.MANAGER
)
ASSIGN_ORPHANS = Right(
    "contacts.OrphanAssignment",
    "assign_orphans",
    _("Give private folders that have nobody active left"),
    Rank.ADMINISTRATOR,
)


def may_lock(user: User) -> bool:
    """Tell whether the user may make folders private at all."""
    return user.has_perm(CREATE_PRIVATE) and not user.hides_private_folders
