"""What a client declares: where the money comes from, where taxes are paid, what is agreed to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries import countries

from compliance import enums
from contacts.models import columns
from persistence.models import TrackedQuerySet, track
from text import formats


def _origin(label: columns.Label) -> models.BooleanField:
    return models.BooleanField(label, default=False)


class FundsOrigin(models.Model):
    """Where the money of one operation or of the whole relation comes from."""

    contact = columns.folder_key("funds_origins")
    dated_on = models.DateField(_("Dated"))
    savings = _origin(pgettext_lazy("origin of funds", "Savings, income"))
    inheritance = _origin(pgettext_lazy("origin of funds", "Inheritance"))
    gift = _origin(pgettext_lazy("origin of funds", "Gift"))
    property_sale = _origin(pgettext_lazy("origin of funds", "Sale of a property"))
    business_sale = _origin(pgettext_lazy("origin of funds", "Sale of a business or of shares"))
    surrender = _origin(pgettext_lazy("origin of funds", "Surrender, reinvestment"))
    compensation = _origin(pgettext_lazy("origin of funds", "Compensation"))
    gambling = _origin(pgettext_lazy("origin of funds", "Gambling wins"))
    other = _origin(pgettext_lazy("origin of funds", "Other"))
    amount = columns.amount(_("Amount of the funds"))
    institution = columns.text(_("Institution and country they come from"), 120)
    detail = columns.long_text(_("Details of the origin"), 1000)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("origin of funds")
        verbose_name_plural = _("origins of funds")
        default_permissions = ()

    def __str__(self) -> str:
        words = _("Origin of funds of %(date)s")
        return str(words) % {"date": formats.date_fr(self.dated_on)}


# In the order of the form.
ORIGINS = (
    "savings",
    "inheritance",
    "gift",
    "property_sale",
    "business_sale",
    "surrender",
    "compensation",
    "gambling",
    "other",
)


class TaxResidence(models.Model):
    """A country of taxation beyond the first one, which stands in the contact's details."""

    contact = columns.folder_key("tax_residences", indexed=False)
    country = models.CharField(_("Country of taxation"), max_length=2)
    number = columns.text(_("Tax number there"), 30)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("further tax residence")
        verbose_name_plural = _("further tax residences")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "country"], name="tax_residence_once_a_country"
            )
        ]

    def __str__(self) -> str:
        return str(countries.name(self.country)) or self.country


class Consent(models.Model):
    """Something agreed to or taken back at a date; never overwritten, the latest counts."""

    contact = columns.folder_key("consents", indexed=False)
    kind = models.CharField(
        pgettext_lazy("consent", "Subject"), max_length=12, choices=enums.ConsentKind.choices
    )
    is_given = models.BooleanField(pgettext_lazy("consent", "Given"), default=True)
    dated_on = models.DateField(_("Dated"))
    source = columns.text(_("By which form"), 200)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = pgettext_lazy("consent", "consent")
        verbose_name_plural = pgettext_lazy("consent", "consents")
        default_permissions = ()
        indexes = [
            # The latest of each kind of a folder.
            models.Index(fields=["contact", "kind", "-dated_on", "-id"], name="consent_latest")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {formats.date_fr(self.dated_on)}"


def is_latest_consent() -> models.Q:
    """Return the condition that no later consent of that kind stands beside it."""
    later = models.Q(dated_on__gt=models.OuterRef("dated_on")) | models.Q(
        dated_on=models.OuterRef("dated_on"), pk__gt=models.OuterRef("pk")
    )
    others = Consent.objects.order_by().filter(
        later, contact=models.OuterRef("contact"), kind=models.OuterRef("kind")
    )
    return models.Q(~models.Exists(others))
