from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts import rights
from contacts.models.contact import Contact
from users.models import done_by
from users.rights import permissions_of


class OrphanAssignment(models.Model):
    """A private folder that had nobody active left, given to somebody, and why.

    The journal that administrators read shows the people and the reason, never the folder.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+", editable=False)
    assigned_to = done_by(_("Given to"))
    assigned_by = done_by(_("Given by"))
    reason = models.CharField(_("Reason"), max_length=200)
    assigned_at = models.DateTimeField(_("Given on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("private folder given to somebody")
        verbose_name_plural = _("private folders without anybody active")
        default_permissions = ()
        permissions = permissions_of("contacts.OrphanAssignment", rights)

    def __str__(self) -> str:
        return f"{self.assigned_by_id} → {self.assigned_to_id}"
