from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from contacts import enums
from contacts.models.contact import Contact
from persistence.models import TrackedQuerySet, track
from text import telephones


class Coordinate(models.Model):
    """A way to reach a contact; one of each sort is preferred."""

    use = models.CharField(
        _("Use"), max_length=12, choices=enums.Use.choices, default=enums.Use.PERSONAL
    )
    preferred = models.BooleanField(_("Preferred"), default=False)

    class Meta:
        abstract = True


def _one_preferred(table: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["contact"], condition=Q(preferred=True), name=f"{table}_one_preferred"
    )


class Email(Coordinate):
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="emails")
    address = models.EmailField(_("E-mail"), max_length=80)
    # Lower case, for finding and matching.
    key = models.CharField(max_length=80, editable=False)

    objects = TrackedQuerySet.as_manager()
    history = track(excluded=("key",))

    class Meta:
        verbose_name = _("e-mail")
        default_permissions = ()
        indexes = [models.Index(fields=["key"], name="email_by_key")]
        constraints = [_one_preferred("email")]

    def __str__(self) -> str:
        return self.address


class Telephone(Coordinate):
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="telephones")
    line = models.CharField(
        _("Sort of line"),
        max_length=8,
        choices=enums.PhoneType.choices,
        default=enums.PhoneType.MOBILE,
    )
    number = models.CharField(_("Number"), max_length=40, help_text=_("E.164: +33612345678"))
    # Dialled once somebody has answered: digits.
    extension = models.CharField(_("Extension"), max_length=6, blank=True)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("telephone")
        default_permissions = ()
        indexes = [models.Index(fields=["number"], name="telephone_by_number")]
        constraints = [_one_preferred("telephone")]

    def __str__(self) -> str:
        return self.number

    @property
    def as_dialled(self) -> str:
        """Return the number as people here write it: 01 23 45 67 89 poste 12."""
        return with_extension(telephones.national(self.number), self.extension)


def with_extension(number: str, extension: str) -> str:
    words = _("%(number)s ext. %(extension)s")
    return words % {"number": number, "extension": extension} if extension else number


class PostalAddress(Coordinate):
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses")
    line_1 = models.CharField(_("Address (line 1)"), max_length=250, blank=True)
    line_2 = models.CharField(_("Address (line 2)"), max_length=250, blank=True)
    post_code = models.CharField(_("Post code"), max_length=10, blank=True)
    town = models.CharField(_("Town"), max_length=50, blank=True)
    country = models.CharField(_("Country"), max_length=2, blank=True, default="FR")

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("address")
        default_permissions = ()
        constraints = [_one_preferred("address")]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.line_1, f"{self.post_code} {self.town}".strip()]))

    @property
    def lines(self) -> list[str]:
        """Return the address as it is written on an envelope."""
        abroad = str(countries.name(self.country)).upper() if self.country != "FR" else ""
        town = f"{self.post_code} {self.town}".strip()
        return [line for line in (self.line_1, self.line_2, town, abroad) if line]
