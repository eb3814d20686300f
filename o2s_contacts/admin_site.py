"""The administration: the Django admin, under the headings that a firm looks for."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

# Models that stand under a heading of their own, whatever their app.
HEADINGS = {
    "Profile": _("User profiles"),
    "AccountEvent": _("Journal of accounts"),
    "OrphanAssignment": _("Private folders"),
}


class Administration(AdminSite):
    site_title = site_header = _("Administration")
    index_title = _("What the firm sets up")
    site_url = "/"

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Leave logging in to the product's own page; say no to those who already did."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Answer only the verbs that the administration knows."""
        known = require_http_methods(["GET", "HEAD", "POST"])
        return known(super().admin_view(view, cacheable))

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Leave the own password to Mon compte, which everybody has."""
        return redirect("own-account")

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        sections = []
        for app in super().get_app_list(request, app_label):
            own = [entry for entry in app["models"] if entry["object_name"] not in HEADINGS]
            if own:
                sections.append(app | {"models": own})
            sections += [
                app | {"name": HEADINGS[entry["object_name"]], "models": [entry]}
                for entry in app["models"]
                if entry["object_name"] in HEADINGS
            ]
        return sections
