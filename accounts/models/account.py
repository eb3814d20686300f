import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import rights
from accounts.enums import COUNTED_CURRENCY, Right
from accounts.models.product import Product
from contacts.models import Contact
from contacts.visibility import is_changeable, is_visible
from persistence.models import SoftDeletable, TrackedQuerySet, deleted_together, track
from users.models import User
from users.rights import permissions_of


class AccountQuerySet(TrackedQuerySet["Account"]):
    def visible_to(self, user: User, *, by_sets: bool = False) -> "AccountQuerySet":
        """Return those that have an owner whom the user sees: an account exists through them.

        `by_sets` where all are read, not a page.
        """
        seen = is_visible(user, "contact", by_sets=by_sets)
        if by_sets:
            return self.filter(pk__in=Ownership.objects.filter(seen).values("account"))
        return self._owned_by(seen)

    def changeable_by(self, user: User) -> "AccountQuerySet":
        """Return those that have an owner whom the user may change."""
        return self._owned_by(is_changeable(user, "contact"))

    def taken_for(self, user: User) -> "AccountQuerySet":
        """Return those whose number is taken, for this user: owned by somebody public, or seen.

        What only private folders own takes nobody's number (docs/adr/0003).
        """
        public = Q(contact__is_private=False, contact__deleted_at__isnull=True)
        return self._owned_by(public | is_visible(user, "contact"))

    def _owned_by(self, contacts: Q) -> "AccountQuerySet":
        return self.filter(Exists(Ownership.objects.filter(contacts, account=OuterRef("pk"))))

    def move_version(self) -> int:
        """Have whoever has the form of one of these accounts open told that it changed."""
        return models.QuerySet.update(self, version=F("version") + 1)

    def keep_last_value(
        self, *, value: Decimal | Any, date: dt.date | Any, currency: str | Any = COUNTED_CURRENCY
    ) -> int:
        """Write the columns that history leaves out; every other one goes through `save`.

        Values, None, or queries of one value for each account.
        """
        return models.QuerySet.update(
            self, last_value=value, last_valued_on=date, last_currency=currency
        )


class ActiveAccounts(models.Manager.from_queryset(AccountQuerySet)):  # type: ignore[misc]
    """Those that a person accepted: what the night alone has seen is not in any total."""

    def get_queryset(self) -> AccountQuerySet:
        return super().get_queryset().filter(deleted_at__isnull=True, is_provisional=False)


class DeletedAccounts(models.Manager.from_queryset(AccountQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> AccountQuerySet:
        return super().get_queryset().filter(deleted_at__isnull=False)


class Account(SoftDeletable):
    """A custodian's product under a number."""

    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="accounts", verbose_name=_("Product")
    )
    # Its own index, for search: the unique one begins with the product.
    number = models.CharField(_("Account number"), max_length=50, db_index=True)
    # 0 for the account that partners' files speak of; more for those that were opened under a
    # number held by private folders alone, of which nobody is told (docs/adr/0003).
    namesake = models.PositiveSmallIntegerField(default=0, editable=False)
    label = models.CharField(_("Label of the account"), max_length=150, blank=True)
    opened_on = models.DateField(pgettext_lazy("account", "Opened on"), null=True, blank=True)
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    # What its lines without a currency are in, and its values by hand.
    currency = models.CharField(_("Currency"), max_length=3, default=COUNTED_CURRENCY)
    is_provisional = models.BooleanField(
        _("Detected, to be accepted"), default=False, editable=False
    )
    # Moved by each change but those of private shares alone (accounts.queries.account).
    version = models.PositiveIntegerField(default=0, editable=False)
    # The newest valuation, kept here so that lists read one table.
    last_value = models.DecimalField(
        _("Last value"), max_digits=18, decimal_places=2, null=True, blank=True, editable=False
    )
    last_valued_on = models.DateField(_("Valued on"), null=True, blank=True, editable=False)
    # That valuation's own: euros where there is none.
    last_currency = models.CharField(
        _("Currency of the last value"), max_length=3, default=COUNTED_CURRENCY, editable=False
    )
    owners = models.ManyToManyField(
        Contact, through="Ownership", related_name="accounts", verbose_name=_("Owners")
    )

    objects = ActiveAccounts()
    deleted = DeletedAccounts()
    everything = AccountQuerySet.as_manager()
    history = track(excluded=("last_value", "last_valued_on", "last_currency", "owners", "version"))

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        base_manager_name = "everything"
        default_permissions = ()
        permissions = permissions_of("accounts.Account", rights)
        constraints = [
            deleted_together("account"),
            models.UniqueConstraint(
                fields=["product", "number", "namesake"],
                name="account_number_unique_for_its_product",
            ),
            models.CheckConstraint(
                condition=Q(last_value__isnull=True, last_valued_on__isnull=True)
                | Q(last_value__isnull=False, last_valued_on__isnull=False),
                name="account_last_value_and_its_date_together",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class FormerNumber(models.Model):
    """A number under which partners' files may still speak of an account that has another now."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="former_numbers")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(_("Account number"), max_length=50)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["product", "number"], name="former_number_of_one_account"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} → {self.account_id}"


class Ownership(models.Model):
    """A contact's right on an account, for a share of it."""

    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="ownerships", db_index=False
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="ownerships", verbose_name=_("Owner")
    )
    right = models.CharField(_("Right"), max_length=8, choices=Right.choices, default=Right.FULL)
    share = models.DecimalField(
        _("Share (%)"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Blank: equal parts"),
    )

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("ownership")
        verbose_name_plural = _("ownerships")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["account", "contact", "right"], name="ownership_once_for_each_right"
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=100),
                name="ownership_share_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} → {self.account_id}"
