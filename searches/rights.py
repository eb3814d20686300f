"""What a profile may hold: the rights of Requêtes. Exports and actions ask those of Contacts."""

from django.utils.translation import gettext_lazy as _

from users.rights import Rank, Right

MAKE_PUBLIC = Right(
    "searches.SavedSearch", "make_public_searches", _("Make searches public"), Rank.ASSISTANT
)
