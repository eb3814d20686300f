from array import array
from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy


class LastFileQuerySet(models.QuerySet["LastFile"]):
    def digests(self, partner: str) -> "array[int]":
        """Return those of the lines of the partner's last file, none when there is no such file."""
        found = array("q")
        kept = self.filter(partner=partner).values_list("digests", flat=True).first()
        found.frombytes(kept or b"")
        return found

    def keep(self, partner: str, digests: "array[int]") -> None:
        """Put them in place of those of the file before."""
        LastFile.objects.bulk_create(
            [LastFile(partner=partner, digests=digests.tobytes())],
            update_conflicts=True,
            unique_fields=["partner"],
            update_fields=["digests"],
        )


class LastFile(models.Model):
    """The good lines of a partner's last whole file, as numbers from which none can be read back.

    Of one file alone, whose lines were judged together; whether they still stand, the base says.
    """

    partner = models.CharField(pgettext_lazy("import", "Partner"), max_length=50, primary_key=True)
    # Sixty-four bits each, in the machine's own order: on another machine no line is known.
    digests = models.BinaryField()

    objects: ClassVar[LastFileQuerySet] = LastFileQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.partner
