from typing import ClassVar

from django.contrib.auth.models import AbstractUser, Group, GroupManager, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

NIGHT = "nuit"


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

    def names_of(self, people: models.QuerySet["User"]) -> list[tuple[int, str]]:
        """Return the key of each and what `str` says of it, without making thousands of users."""
        rows = people.values_list("pk", "first_name", "last_name", "username")
        return [
            (pk, f"{first_name} {last_name}".strip() or username)
            for pk, first_name, last_name, username in rows
        ]


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
    def short_name(self) -> str:
        """First initial and last name, for narrow columns: `C. Vasseur`."""
        if self.first_name and self.last_name:
            return f"{self.first_name[0]}.\u00a0{self.last_name}"
        return str(self)


class SpentForm(models.Model):
    """A form that did something: sent again, it gets the same answer and does nothing.

    `answer` is an address, asked again through the rule by whoever follows it. What the form held
    is a digest under the secret key.
    """

    key = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=2_000)
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
