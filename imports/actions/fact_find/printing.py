"""Printing fact-find forms: blank, or with what a folder says."""

from functools import lru_cache

from django.conf import settings

from imports.fact_find.prefilling import prefill
from imports.fact_find.schema import Form
from imports.queries.fact_find.signing import signing_key


def firm_name() -> str:
    """Return the firm's name; without one, the site bears the product's, which no form shows."""
    return "" if settings.FIRM_NAME == settings.PRODUCT_NAME else settings.FIRM_NAME


def blank_form(form: Form) -> bytes:
    """Return the form with nothing in it but the mark and the firm's name."""
    return _blank(form.template, form.version, firm_name(), signing_key())


@lru_cache(maxsize=4)
def _blank(template: str, version: int, firm: str, key: bytes) -> bytes:
    return prefill(template, version, {}, firm=firm, key=key).content
