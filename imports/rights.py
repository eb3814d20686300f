"""What a profile may hold about imports."""

from django.utils.translation import gettext_lazy as _

from users.rights import Rank, Right

_OF = "imports.ImportRun"

SEE = Right(_OF, "see_runs", _("See the imports of the night"), Rank.ASSISTANT)
CONFIRM = Right(_OF, "confirm_runs", _("Confirm suspended imports"), Rank.MANAGER)
