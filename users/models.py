import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group, GroupManager, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NIGHT = "nuit"
# How long a new administrator or account waits before it counts, and how long private folders stay
# hidden from an account whose password somebody else set.
PROBATION = dt.timedelta(days=7)


class PeopleManager(UserManager["User"]):
    """The users, and the one who acts when nobody does."""

    # Migrations import no live code.
    use_in_migrations = False

    def night(self) -> "User":
        """Return the system user of the night; nobody can log in as it."""
        user, created = self.get_or_create(
            username=NIGHT, defaults={"last_name": "Import de nuit", "is_active": False}
        )
        if created:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return user

    def assignable(self) -> models.QuerySet["User"]:
        """Return those who can be a contact's adviser or assistant, by name."""
        return self.filter(is_active=True).order_by("last_name", "first_name", "pk")

    def awaiting_confirmation(self) -> models.QuerySet["User"]:
        """Return the accounts from which private folders are hidden (`hides_private_folders`)."""
        lately = Q(password_renewed_at__isnull=True) | Q(
            password_renewed_at__gt=timezone.now() - PROBATION
        )
        return self.filter(lately, is_active=True).exclude(confirmation="")

    def names_of(self, people: models.QuerySet["User"]) -> list[tuple[int, str]]:
        """Return the key of each and what `str` says of it, without making thousands of users."""
        rows = people.values_list("pk", "first_name", "last_name", "username")
        return [
            (pk, f"{first_name} {last_name}".strip() or username)
            for pk, first_name, last_name, username in rows
        ]


class Confirmation(models.TextChoices):
    """Who may still confirm that an account is its owner's, after somebody else set its password.

    An account never used that has private folders waits for its colleagues alone: a line in the
    administration would tell that it has some.
    """

    NONE = "", _("Nobody")
    ALL = "all", _("Another administrator, or a colleague of a private folder")
    COLLEAGUES = "colleagues", _("A colleague of a private folder")


def done_by(label: Any = None, **options: Any) -> models.ForeignKey:
    """Return the column that says who did something: kept for ever, and looked up by nobody."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=label,
        **options,
    )


class User(AbstractUser):
    """Somebody of the firm. The `username` is what files and screens call `Identifiant`."""

    username = models.CharField(
        _("Identifier"),
        max_length=50,
        unique=True,
        validators=[AbstractUser.username_validator],
        error_messages={"unique": _("This identifier is taken.")},
    )

    # Made by `load_demo`: its password is public, and opens nothing outside the demo.
    is_demo = models.BooleanField(default=False, editable=False)
    created_by = done_by(null=True, blank=True, editable=False)
    # Who set the password last instead of the person; it stays when the person chose another.
    password_set_by = done_by(null=True, blank=True, editable=False)
    password_set_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When the person chose their own after that.
    password_renewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    must_change_password = models.BooleanField(default=False, editable=False)
    # It stays when seven days have passed: who was never confirmed confirms nobody.
    confirmation = models.CharField(
        max_length=10,
        choices=Confirmation.choices,
        default=Confirmation.NONE,
        blank=True,
        editable=False,
    )
    # Whether there is background work of theirs to show in the bar: who has none pays no query.
    has_jobs = models.BooleanField(default=False, editable=False)
    # Whether a search is pinned to their pages; kept likewise.
    has_pins = models.BooleanField(default=False, editable=False)
    # Kept by users.actions.administrators.
    administrator_since = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_identifier_unique_whatever_case",
                violation_error_message=_("This identifier is taken."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def hidden_until(self) -> dt.datetime | None:
        """Return the end of the seven days, which begin when the person chose a password."""
        return self.password_renewed_at + PROBATION if self.password_renewed_at else None

    @property
    def hides_private_folders(self) -> bool:
        """Tell whether private folders do not exist for this account, for now (the rule asks)."""
        until = self.hidden_until
        return bool(self.confirmation) and (until is None or timezone.now() < until)

    @property
    def short_name(self) -> str:
        """First initial and last name, for narrow columns: `C. Vasseur`."""
        if self.first_name and self.last_name:
            return f"{self.first_name[0]}.\u00a0{self.last_name}"
        return str(self)


class SpentForm(models.Model):
    """A form that did something: sent again, it gets the same answer and does nothing.

    `answer` is an address, asked again through the rule by whoever follows it, and `messages` what
    was said with it. What the form held is a digest under the secret key.
    """

    key = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)
    answer = models.TextField()
    messages = models.TextField(default="[]")
    spent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key


class SealedForm(models.Model):
    """What its user had typed at an address when the session ended (users.actions.sealing)."""

    # A digest of the key that only the browser holds.
    browser = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=2_000)
    content = models.TextField()
    sealed_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["browser", "address"], name="sealed_form_once_for_each_address"
            )
        ]

    def __str__(self) -> str:
        return self.address


class Profile(Group):
    """A Django group, under the name that a firm knows it by (profil utilisateur)."""

    objects: ClassVar[GroupManager] = GroupManager()

    class Meta:
        proxy = True
        verbose_name = _("user profile")
        verbose_name_plural = _("profile management")


class AccountEvent(models.Model):
    """What an administrator did to somebody's account: the others of the administration read it."""

    class Kind(models.TextChoices):
        CREATED = "created", _("made the account of %(account)s")
        PASSWORD = "password", _("set the password of %(account)s")
        ADMINISTRATOR = "admin", _("made %(account)s an administrator")
        DEACTIVATED = "closed", _("deactivated %(account)s")
        REACTIVATED = "opened", _("reactivated %(account)s")
        CONFIRMED = "confirmed", _("confirmed that %(account)s is themself")

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Account"),
    )
    by = done_by(_("Done by"))
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("Done on"), default=timezone.now)

    class Meta:
        verbose_name = _("event of an account")
        verbose_name_plural = _("events of accounts")
        default_permissions = ()
        indexes = [models.Index(fields=["-at", "-id"], name="account_events_by_moment")]

    def __str__(self) -> str:
        return f"{self.by} {self.what}"

    @property
    def what(self) -> str:
        return self.get_kind_display() % {"account": self.account}
