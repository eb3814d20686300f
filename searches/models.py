from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from persistence.models import TrackedQuerySet, track
from searches import rights
from searches.enums import ExportState, Format, Reach
from users.models import User, done_by
from users.rights import permissions_of


class SavedSearch(models.Model):
    """A search that somebody asked, and kept where it has a name.

    What has none is its owner's alone, and is cleared after a while. Everybody else finds searches
    by `searches.queries.searches.known_to` alone.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(_("Name"), max_length=200, blank=True)
    on = models.CharField(max_length=10)
    # Versioned JSON of ids (searches.querying.schema).
    stored = models.JSONField()
    reach = models.CharField(max_length=7, choices=Reach.choices, default=Reach.PRIVATE)
    readers = models.ManyToManyField(User, related_name="+", blank=True)
    # The keys of the columns that its results show; none: those of the firm.
    columns = models.JSONField(default=list)
    # A column's key, after "-" downwards; "": the order of the list.
    sort = models.CharField(max_length=60, blank=True)
    # The kept search whose conditions were changed to ask this one.
    based_on = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    # The version that it had when its conditions were opened to be changed.
    based_version = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    # Its owner may bring it back for a while; it exists for nobody meanwhile.
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        default_permissions = ()
        permissions = permissions_of("searches.SavedSearch", rights)
        indexes = [
            models.Index(fields=["owner", "-id"], name="searches_of_owner"),
            models.Index(
                fields=["reach"], condition=~Q(reach=Reach.PRIVATE), name="searches_shared"
            ),
            models.Index(fields=["asked_at"], condition=Q(name=""), name="searches_not_kept"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | Q(reach=Reach.PRIVATE), name="search_not_kept_is_private"
            ),
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=~Q(name="") & Q(deleted_at=None),
                name="search_name_once_for_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Search that is not kept"))


class ResultColumns(models.Model):
    """The columns of results of contacts, or of accounts, chosen for the whole firm."""

    on = models.CharField(max_length=10, unique=True)
    # Keys of searches.columns, from left to right; the name or number always comes before them.
    columns = models.JSONField(_("Columns"), default=list)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = TrackedQuerySet.as_manager()
    history = track(excluded=("version",))

    class Meta:
        verbose_name = _("composition of results")
        verbose_name_plural = _("compositions of results")
        default_permissions = ()

    def __str__(self) -> str:
        return ", ".join(self.columns)


class SearchVersion(models.Model):
    """What a kept search was from a moment on, for its owner.

    Not a table of history, which nobody empties: of a search that is gone for good nothing stays.
    """

    search = models.ForeignKey(
        SavedSearch, on_delete=models.CASCADE, related_name="versions", db_index=False
    )
    by = done_by()
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=200)
    stored = models.JSONField()
    reach = models.CharField(max_length=7, choices=Reach.choices)
    # Keys of the people for whom it was.
    readers = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["search", "-id"], name="searches_versions")]

    def __str__(self) -> str:
        return self.name


class SearchPin(models.Model):
    """A search that somebody has on Accueil and beside the list of contacts."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "search"], name="search_pinned_once")
        ]

    def __str__(self) -> str:
        return str(self.search)


class Export(models.Model):
    """A file that somebody took away, or has made: who, when and how many, told to administrators.

    What was asked, and the file, are their maker's alone: 404 for everybody else. The row stays
    when the file is gone.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("Made by"),
    )
    on = models.CharField(max_length=10)
    format = models.CharField(_("Format"), max_length=4, choices=Format.choices)
    # What was asked, so that it can be said through the rule, and made again: "search", as it was
    # stored, or "list", the filters of the list of contacts; "columns" and "sort" by their keys;
    # "keys" of those ticked, if any.
    asked = models.JSONField()
    state = models.CharField(
        _("State"), max_length=9, choices=ExportState.choices, default=ExportState.PREPARING
    )
    count = models.PositiveIntegerField(_("Rows"), null=True)
    asked_at = models.DateTimeField(_("Asked for on"), default=timezone.now)
    made_at = models.DateTimeField(_("Ready since"), null=True)
    file = models.CharField(max_length=32, blank=True)
    # Of whom the file tells: keys of contacts and of accounts. Whoever fetches it sees them all.
    told = models.JSONField(default=dict)
    # One that makes it in the background; jobs are forgotten before their exports.
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        default_permissions = ()
        indexes = [
            models.Index(fields=["owner", "-id"], name="exports_of_owner"),
            models.Index(
                fields=["asked_at"],
                condition=~Q(state=ExportState.GONE),
                name="exports_not_gone",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ExportState.READY, made_at__isnull=False) & ~Q(file="")
                | ~Q(state=ExportState.READY) & Q(file=""),
                name="export_has_its_file_when_ready",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_format_display()} {self.pk}"
