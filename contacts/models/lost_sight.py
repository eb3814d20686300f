from django.conf import settings
from django.db import models
from django.utils import timezone

from users.models import done_by


class LostSight(models.Model):
    """What somebody is told of a contact that a colleague took out of their sight.

    The one exception to the rule of private folders (contacts.visibility), for that person alone:
    the name that they knew, who did it and when. No key leads from here to the contact.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    contact_name = models.CharField(max_length=360)
    by = done_by()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.by_id} → {self.person_id}"
